internal import TallyMetering
internal import TallyPricing

/// The report of what was used up for little.
struct WasteDocument {
    private let report: WasteReport
    private let fold: WasteFold
    private let scan: LedgerScan
    private let amounts: [WasteKind: WasteAmount]
    private let sessions: (all: Int, growing: Int, growth: [Double])

    init(_ report: WasteReport, _ fold: WasteFold, _ scan: LedgerScan) {
        self.report = report
        self.fold = fold
        self.scan = scan
        var amounts: [WasteKind: WasteAmount] = [:]
        for kinds in fold.groups.values {
            for (kind, amount) in kinds { amounts[kind, default: WasteAmount()].add(amount) }
        }
        let roots = fold.starts.roots
        for (root, sums) in roots.values {
            let rates = fold.rates[root.model]
            if sums.uncached > 0 {
                amounts[.repeatedPrompt, default: WasteAmount()].add(
                    WasteAmount(calls: sums.calls, tokens: sums.uncached, cost: rates?.saving(of: sums.uncached))
                )
            }
            if sums.unread > 0 {
                amounts[.unreadCache, default: WasteAmount()].add(
                    WasteAmount(calls: sums.calls, tokens: sums.unread, cost: rates?.writing(sums.unread))
                )
            }
        }
        var sessions = (all: 0, growing: 0, growth: [Double]())
        for context in fold.sessions.values.values {
            guard let growth = context.growth else { continue }
            sessions.all += 1
            sessions.growth.append(growth)
            guard context.carriedUncached > 0 else { continue }
            sessions.growing += 1
            amounts[.growingContext, default: WasteAmount()].add(
                WasteAmount(
                    calls: context.calls,
                    tokens: context.carriedUncached,
                    cost: fold.rates[context.model]?.input(context.carriedUncached)
                )
            )
        }
        self.amounts = amounts
        self.sessions = sessions
    }

    func document(_ findings: ScanFindings) -> ReportDocument {
        let total = self.fold.total
        return ReportDocument(
            kind: "waste",
            title: "Waste",
            period: total.period,
            filter: self.scan.filter.map(\.text),
            figures: [
                .init("cost_usd", "Spend", .money(total.cost)), .init("calls", "Calls", .count(total.calls)),
                .init("unpriced_calls", "Calls not wholly priced", .count(total.unpriced)),
                .init("calls_with_blocks", "Calls whose prompts' starts are known", .count(self.fold.withBlocks)),
                .init("sessions", "Sessions of two and more calls", .count(self.sessions.all)),
                .init("growing_sessions", "Of them with growing context", .count(self.sessions.growing)),
                .init(
                    "median_growth_tokens",
                    "Median growth of a prompt from call to call",
                    Median.of(self.sessions.growth).map { .number($0) } ?? .absent
                ),
            ],
            tables: [self.findingTable, self.groupTable, self.promptTable],
            notes: self.notes + findings.notes
        )
    }

    /// Each finding has its row, also where there is none of it.
    private var findingTable: ReportTable {
        let whole = self.fold.total.cost
        return ReportTable(
            "findings",
            "Findings",
            caption: "A call can be in several; they do not add up.",
            columns: [
                ReportColumn("finding", "Finding", .dimension), ReportColumn("meaning", "Meaning", .dimension),
                ReportColumn("calls", "Calls"), ReportColumn("tokens", "Tokens"),
                ReportColumn("cost_usd", "Money", note: "what is known of it"),
                ReportColumn("cost_share", "Share of spend"),
            ],
            rows: WasteKind.allCases.map { kind in
                let amount = self.amounts[kind] ?? WasteAmount(cost: .zero)
                return ReportTable.Row([
                    .text(kind.rawValue), .text(kind.meaning), .count(amount.calls), .count(amount.tokens),
                    .money(orAbsent: amount.cost),
                    amount.cost.flatMap { Rates.share($0, of: whole) }.map { .share($0) } ?? .absent,
                ])
            },
            charts: [.bars(label: "finding", value: "cost_usd")]
        )
    }

    /// Whose calls they are, for the findings about whole calls.
    private var groupTable: ReportTable {
        let dimensions = self.report.dimensions
        var cells: [(labels: [ReportValue], texts: [String], kind: WasteKind, amount: WasteAmount)] = []
        for (key, kinds) in self.fold.groups {
            let texts = dimensions.indices.map { self.scan.symbols.text(of: key.symbol($0)) }
            for (kind, amount) in kinds {
                cells.append((texts.map { $0.map { .text($0) } ?? .absent }, texts.map { $0 ?? "" }, kind, amount))
            }
        }
        cells.sort { left, right in
            let (first, second) = (left.amount.cost ?? .zero, right.amount.cost ?? .zero)
            if first != second { return first > second }
            return (left.texts + [left.kind.rawValue]).lexicographicallyPrecedes(right.texts + [right.kind.rawValue])
        }
        let shown = cells.prefix(max(0, self.report.top))
        return ReportTable(
            "groups",
            "By \(dimensions.map(\.name).joined(separator: ", "))",
            caption: cells.count > shown.count ? "\(cells.count - shown.count) with less money are not shown." : "",
            columns: dimensions.map { ReportColumn($0.name, $0.name, .dimension) } + [
                ReportColumn("finding", "Finding", .dimension), ReportColumn("calls", "Calls"),
                ReportColumn("tokens", "Tokens"), ReportColumn("cost_usd", "Money"),
            ],
            rows: shown.map { cell in
                let values: [ReportValue] = [
                    .text(cell.kind.rawValue), .count(cell.amount.calls), .count(cell.amount.tokens),
                    .money(orAbsent: cell.amount.cost),
                ]
                return ReportTable.Row(cell.labels + values)
            }
        )
    }

    /// The starts of prompts that a cache could have served, the most tokens first.
    private var promptTable: ReportTable {
        let starts = self.fold.starts.roots.values.filter { $0.value.uncached > 0 }.map { root, sums in
            (model: self.scan.symbols.text(of: root.model) ?? "", root: root, sums: sums)
        }
        let sorted = starts.sorted { left, right in
            (right.sums.uncached, left.model, left.root.hash) < (left.sums.uncached, right.model, right.root.hash)
        }
        let shown = sorted.prefix(max(0, self.report.top))
        return ReportTable(
            "prompts",
            "Starts of prompts that came again",
            caption: sorted.count > shown.count ? "\(sorted.count - shown.count) with fewer tokens are not shown." : "",
            columns: [
                ReportColumn("model", "Model", .dimension),
                ReportColumn("first_block", "First block", .dimension, note: "its hash in prefix_blocks"),
                ReportColumn("calls", "Calls"), ReportColumn("repeated_tokens", "Repeated tokens"),
                ReportColumn("cache_read_tokens", "Served by caches"), ReportColumn("tokens", "Not served"),
                ReportColumn("saving_usd", "A cache would save"),
            ],
            rows: shown.map { start in
                let digits = String(start.root.hash, radix: 16)
                return ReportTable.Row([
                    .text(start.model), .text(String(repeating: "0", count: 16 - digits.utf8.count) + digits),
                    .count(start.sums.calls), .count(start.sums.repeated), .count(start.sums.cacheRead),
                    .count(start.sums.uncached),
                    .money(orAbsent: self.fold.rates[start.root.model]?.saving(of: start.sums.uncached)),
                ])
            }
        )
    }

    private var notes: [ReportDocument.Note] {
        var notes: [ReportDocument.Note] = []
        for (isSample, kept, name) in [
            (self.fold.sessions.isSample, self.fold.sessions.keysPerKept, "sessions"),
            (self.fold.starts.roots.isSample, self.fold.starts.roots.keysPerKept, "starts of prompts"),
        ] where isSample {
            let text = "There are too many \(name) to keep: what is said of them is of one in \(kept)."
            notes.append(.init(.warning, "sample", text))
        }
        if self.fold.withBlocks < self.fold.total.calls {
            let text =
                "Of \(self.fold.total.calls - self.fold.withBlocks) calls the prompts' starts are not known; they are in no "
                + "finding about repeated prompts and caches."
            notes.append(.init(.info, "without_blocks", text))
        }
        if self.fold.total.unpriced > 0 {
            let text = "\(self.fold.total.unpriced) calls are not wholly priced: their money is what is known of it."
            notes.append(.init(.warning, "unpriced", text))
        }
        return notes
    }
}
