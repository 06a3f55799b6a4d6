internal import TallyFileExport
internal import TallyMetering
public import TallyPricing

/// Writes a ledger as charges in the form of FOCUS 1.2 (FinOps Open Cost and Usage Specification): a row for each meter,
/// price and charge period.
///
/// - A row has one rate, so that `ListUnitPrice` times `PricingQuantity` is `ListCost`, and likewise for contracted ones, to
///   the last digit.
/// - `EffectiveCost` and `BilledCost` are the sum of the costs in the ledger, each of which is rounded to a pico-dollar: they
///   differ from `ContractedCost` by that rounding only. Their sum over all rows is the ledger's spend. An invoice is not
///   known here.
/// - Where the provider said what whole calls cost, that is a meter of its own, priced by the dollar, with
///   `x_CostSource` `provider`.
/// - What has no known price has no `SkuPriceId`, prices and pricing quantity. Its costs are 0, as FOCUS has no row without
///   costs; `x_CostSource` is `unpriced`, `x_UnpricedReason` says why, and ``Summary`` counts it.
///
/// It reads a day at a time (a month, if the charge periods are months), and keeps that day's rows in memory.
public struct FocusExport: Sendable {
    /// What was written.
    public struct Summary: Hashable, Sendable {
        /// The rows, without the heading.
        public var rows = 0
        /// The sum of `EffectiveCost`.
        public var cost = Money.zero
        /// The rows without a known price.
        public var unpricedRows = 0
        /// What the scan came upon.
        public var findings = ScanFindings()
    }

    /// The ledger.
    public var scan: LedgerScan
    /// How long a charge period is.
    public var granularity = FocusGranularity.day
    /// The keys of the tags that are told apart; the more, the more rows.
    public var tagKeys = ["team", "feature", "use_case", "environment", "customer"]
    /// Whom the services are billed to.
    public var account = FocusAccount(id: "tally")
    /// The book that says the names of providers.
    public var book = PriceBook.bundled
    /// How many rows a day may have at most.
    public var maximumRows = 1_000_000

    /// Creates an export; nothing is opened yet.
    public init(_ scan: LedgerScan) { self.scan = scan }

    /// Writes the rows as comma-separated values, piece by piece, after a line with the names of the columns.
    ///
    /// - Throws: ``LedgerError`` for a ledger that the system does not give; ``ExportLimitError``; what `write` throws.
    /// - Complexity: O(*n* log *n*) in the rows of a day, O(*n*) in the bytes of the ledger.
    public func write(to write: (String) throws -> Void) throws -> Summary {
        var summary = Summary()
        var names = ProviderNames(book: self.book)
        try write(CSVLine.text(FocusRow.columns))
        for part in try self.scan.chunks(byMonth: self.granularity == .month) {
            let empty = FocusFold(
                granularity: self.granularity,
                tagKeys: self.tagKeys.sorted(),
                maximumRows: self.maximumRows
            )
            let (fold, findings) = try part.fold(RowNeeds(fields: .record), into: empty)
            summary.findings.add(findings)
            guard !fold.isFull else { throw ExportLimitError(rows: self.maximumRows, tagKeys: self.tagKeys) }
            let rows = fold.amounts.map { (charge: $0.key, amount: $0.value, order: $0.key.order) }
            for row in rows.sorted(by: { $0.order.lexicographicallyPrecedes($1.order) }) {
                let text = FocusRow(
                    row.charge,
                    row.amount,
                    account: self.account,
                    granularity: self.granularity,
                    providerName: names.name(of: row.charge.provider, model: row.charge.model)
                )
                try write(CSVLine.text(text.cells))
                summary.rows += 1
                summary.cost += row.amount.cost
                if case .unpriced = row.charge.source { summary.unpricedRows += 1 }
            }
        }
        return summary
    }
}

/// More rows than there may be.
public struct ExportLimitError: Error, Hashable, Sendable, CustomStringConvertible {
    /// How many there may be.
    public let rows: Int
    /// The tags that were told apart.
    public let tagKeys: [String]

    /// What is wrong, and what helps.
    public var description: String {
        let keys = self.tagKeys.joined(separator: ", ")
        return "more than \(self.rows) rows in one part of the ledger; tell fewer tags apart (now: \(keys))"
    }
}

/// The names of providers for people, each looked up once.
private struct ProviderNames {
    let book: PriceBook
    var known: [String: String?] = [:]

    mutating func name(of provider: String?, model: String) -> String? {
        guard let provider else { return nil }
        if let name = self.known[provider] { return name }
        // Another model may find what this one does not.
        guard let name = self.book.model(model, provider: provider)?.providerName else { return nil }
        self.known[provider] = name
        return name
    }
}

extension FocusCharge {
    /// Texts by which rows are sorted, so that the same ledger always gives the same file.
    fileprivate var order: [String] {
        var texts = [
            Timestamp(millisecondsSince1970: self.period * 1_000).description, self.provider ?? "", self.model,
            self.region ?? "", self.counter.map { String(UnicodeScalar(UInt8($0.position))) } ?? "\u{FF}",
        ]
        switch self.source {
        case .line(let rate):
            texts += ["1", rate.variant, rate.list, rate.rate.description, "\(rate.per)", "\(rate.factors)"]
        case .provider: texts.append("2")
        case .unpriced(let reason): texts += ["3", reason?.rawValue ?? ""]
        }
        return texts + [self.book ?? "", self.isEstimated ? "1" : "0", self.tags]
    }
}
