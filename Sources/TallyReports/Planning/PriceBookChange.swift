internal import TallyFileExport
internal import TallyMetering
public import TallyPricing
internal import TallyProviders

/// What another price book does to the usage of a ledger: to its money, and to the rates of the models in use.
///
/// Every call is priced by the old book at the time of the call, and by the new one as of a day, at the same time of day:
/// so prices that are announced for later show.
public struct PriceBookChange: Sendable {
    /// The ledger.
    public var scan: LedgerScan
    /// The book until now.
    public var old: PriceBook
    /// The book from now on.
    public var new: PriceBook
    /// The day of which the new book's prices are taken, in seconds since 1970-01-01 UTC.
    public var instant: Int64
    /// What calls are told apart by.
    public var groups: [Dimension] = [.model]
    /// How many groups are shown.
    public var top = 20

    /// Creates a question; nothing is opened yet.
    public init(_ scan: LedgerScan, from old: PriceBook, to new: PriceBook, asOf instant: Int64) {
        (self.scan, self.old, self.new) = (scan, old, new)
        self.instant = instant
    }

    /// Returns the report.
    ///
    /// - Throws: ``LedgerError`` for a ledger that the system does not give; ``ForecastLimitError``.
    /// - Complexity: O(*n*) in the bytes of the ledger.
    public func report() throws -> ReportDocument {
        let (before, after) = (RecordPricer(self.old), RecordPricer(self.new))
        let day = self.instant - (self.instant % 86_400 + 86_400) % 86_400
        let empty = RepricingFold { record in
            var moved = record
            let second = (record.time.secondsSince1970 % 86_400 + 86_400) % 86_400
            moved.time = Timestamp(millisecondsSince1970: (day + second) * 1_000)
            return (before.priced(record).catalogueCost, after.priced(moved).catalogueCost)
        }
        let (fold, findings) = try self.scan.fold(RowNeeds(self.groups, fields: .record), into: empty)
        guard !fold.isFull else { throw ForecastLimitError(groups: fold.maximumGroups) }
        let tables = RepricingTables(fold: fold, groups: self.groups, symbols: self.scan.symbols, top: self.top)
        let models = fold.models.sorted {
            ($0.key.model, $0.key.provider ?? "") < ($1.key.model, $1.key.provider ?? "")
        }.map { UsedModelChange($0.key, calls: $0.value, old: self.old, new: self.new, at: self.instant) }
        var report = ReportDocument(
            kind: "price_change",
            title: "Change of prices",
            filter: self.scan.filter.map(\.text)
        )
        report.figures =
            tables.figures + [
                .init(
                    "removed_models",
                    "Models in use that the new book lacks",
                    .count(models.count(where: \.isRemoved))
                ),
                .init("deprecated_models", "Models in use that will end", .count(models.count(where: \.isDeprecated))),
                .init(
                    "changed_rates",
                    "Changed rates of models in use",
                    .count(models.reduce(0) { $0 + $1.rates.count })
                ),
            ]
        report.tables = [
            tables.table(caption: "What the same calls cost by the two books."), UsedModelChange.table(models),
            UsedModelChange.rateTable(models),
        ]
        report.notes = self.notes(models) + findings.notes
        let leftOut = tables.total.leftOutCalls
        if leftOut > 0 {
            let text = "\(leftOut) calls have no known price in one of the two books and are in neither sum."
            report.notes.append(.init(.warning, "left_out", text))
        }
        return report
    }

    private func notes(_ models: [UsedModelChange]) -> [ReportDocument.Note] {
        func name(_ book: PriceBook) -> String { "\(book.source ?? "own prices") (\(book.contentHash.prefix(12)))" }
        let day = Timestamp(millisecondsSince1970: self.instant * 1_000).description.prefix(10)
        var notes = [
            ReportDocument.Note(
                .info,
                "definition",
                "Before: \(name(self.old)) at the time of each call. After: \(name(self.new)) as of \(day)."
            )
        ]
        let removed = models.filter(\.isRemoved).map(\.used.model)
        if !removed.isEmpty {
            let text = "The new book does not know \(removed.joined(separator: ", ")), which the old one does."
            notes.append(.init(.warning, "removed", text))
        }
        let deprecated = models.filter(\.isDeprecated).map(\.used.model)
        if !deprecated.isEmpty {
            let text = "Their provider has announced the end of \(deprecated.joined(separator: ", "))."
            notes.append(.init(.warning, "deprecated", text))
        }
        return notes
    }
}

/// A model in use, in two books.
struct UsedModelChange {
    /// A rate that differs.
    struct Rate {
        let counter: UsageCounter
        let isBatch: Bool
        let old: Price?
        let new: Price?
    }

    let used: UsedModel
    let calls: Int
    let isInOld: Bool
    let isInNew: Bool
    let isDeprecated: Bool
    let rates: [Rate]

    var isRemoved: Bool { self.isInOld && !self.isInNew }

    init(_ used: UsedModel, calls: Int, old: PriceBook, new: PriceBook, at instant: Int64) {
        let before = old.model(used.model, provider: used.provider)
        let after = new.model(used.model, provider: used.provider)
        (self.used, self.calls) = (used, calls)
        (self.isInOld, self.isInNew) = (before != nil, after != nil)
        self.isDeprecated = after?.isDeprecated ?? false
        var rates: [Rate] = []
        for processing in [PricingConditions.Processing.standard, .batch] {
            let conditions = PricingConditions(at: instant, processing: processing)
            func prices(_ book: PriceBook, _ model: PricedModel?) -> [UsageCounter: Price] {
                guard let model else { return [:] }
                return Dictionary(
                    book.rates(of: model, conditions: conditions).map { ($0.counter, $0.price) },
                    uniquingKeysWith: { $1 }
                )
            }
            let (one, other) = (prices(old, before), prices(new, after))
            for counter in UsageCounter.allCases where one[counter] != other[counter] {
                let isBatch = processing == .batch
                let isSame = rates.contains {
                    $0.counter == counter && $0.old == one[counter] && $0.new == other[counter]
                }
                // A price that holds for batches too is told once.
                guard !isSame else { continue }
                rates.append(Rate(counter: counter, isBatch: isBatch, old: one[counter], new: other[counter]))
            }
        }
        self.rates = rates
    }

    static func table(_ models: [UsedModelChange]) -> ReportTable {
        ReportTable(
            "models",
            "Models in use",
            columns: [
                ReportColumn("model", "Model", .dimension), ReportColumn("provider", "Provider", .dimension),
                ReportColumn("calls", "Calls"), ReportColumn("in_old", "In the old book"),
                ReportColumn("in_new", "In the new book"), ReportColumn("deprecated", "Will end"),
                ReportColumn("changed_rates", "Changed rates"),
            ],
            rows: models.map { model in
                let values: [ReportValue] = [
                    .text(model.used.model), model.used.provider.map { .text($0) } ?? .absent, .count(model.calls),
                    .flag(model.isInOld), .flag(model.isInNew), .flag(model.isDeprecated), .count(model.rates.count),
                ]
                return ReportTable.Row(values, kind: model.isInNew ? .group : .gap)
            }
        )
    }

    static func rateTable(_ models: [UsedModelChange]) -> ReportTable {
        ReportTable(
            "rates",
            "Changed rates",
            caption: "List prices in force on the day, of models in use; for batches where they differ.",
            columns: [
                ReportColumn("model", "Model", .dimension), ReportColumn("counter", "What", .dimension),
                ReportColumn("batch", "In batches", .dimension), ReportColumn("old_price", "Old price"),
                ReportColumn("new_price", "New price"),
            ],
            rows: models.flatMap { model in
                model.rates.map { rate in
                    ReportTable.Row([
                        .text(model.used.model), .text(rate.counter.rawValue), .flag(rate.isBatch),
                        rate.old.map { .text("\($0)") } ?? .absent, rate.new.map { .text("\($0)") } ?? .absent,
                    ])
                }
            }
        )
    }
}
