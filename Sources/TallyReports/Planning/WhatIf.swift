internal import TallyFileExport
public import TallyMetering
public import TallyPricing
internal import TallyProviders

/// What the calls of a ledger would have cost otherwise: with another model, in batches, with more of the input cached.
///
/// Every call is priced twice by the same book at the time of the call: as it was, and changed. What the ledger has for it
/// is not compared, since it may be the provider's own figure or another book's. Calls that have no price in one of the
/// ways are in neither sum and are shown apart.
public struct WhatIf: Sendable {
    /// Calls of one model made by another.
    public struct Replacement: Hashable, Sendable {
        /// The models that are replaced, by the name in the record.
        public var models: NamePattern
        /// The model that takes their place.
        public var model: String
        /// Its provider, where its name does not tell it.
        public var provider: String?
        /// How many tokens it counts for one of theirs; nil where that is unknown, which stands for 1.
        public var tokenRatio: Double?

        /// Creates a replacement.
        public init(_ models: NamePattern, by model: String, provider: String? = nil, tokenRatio: Double? = nil) {
            self.models = models
            self.model = model
            self.provider = provider
            self.tokenRatio = tokenRatio
        }
    }

    /// The ledger.
    public var scan: LedgerScan
    /// The prices.
    public var book = PriceBook.bundled
    /// Other models; of several for one call the first holds.
    public var replacements: [Replacement] = []
    /// The part of calls outside of batches that would be in one; nil for as it was.
    public var batchShare: Double?
    /// The part of input tokens that a cache would serve, while nothing is written into it; nil for as it was.
    public var cacheShare: Double?
    /// The tier that would serve the calls, in the provider's word; nil for as it was.
    public var serviceTier: String?
    /// What calls are told apart by.
    public var groups: [Dimension] = [.model]
    /// How many groups are shown.
    public var top = 20

    /// Creates a question; nothing is opened yet.
    public init(_ scan: LedgerScan) { self.scan = scan }

    /// Returns the report.
    ///
    /// - Throws: ``LedgerError`` for a ledger that the system does not give; ``ForecastLimitError``.
    /// - Complexity: O(*n*) in the bytes of the ledger.
    public func report() throws -> ReportDocument {
        let change = CallChange(self)
        let pricer = RecordPricer(self.book)
        let empty = RepricingFold { record in
            (pricer.priced(record).catalogueCost, change.cost(of: record, by: pricer))
        }
        let (fold, findings) = try self.scan.fold(RowNeeds(self.groups, fields: .record), into: empty)
        guard !fold.isFull else { throw ForecastLimitError(groups: fold.maximumGroups) }
        let tables = RepricingTables(fold: fold, groups: self.groups, symbols: self.scan.symbols, top: self.top)
        var report = ReportDocument(kind: "what_if", title: "What if", filter: self.scan.filter.map(\.text))
        report.figures = tables.figures
        report.tables = [tables.table(caption: "What calls cost by the book, as they were and changed.")]
        report.notes = self.notes(fold) + findings.notes
        return report
    }

    private func notes(_ fold: RepricingFold) -> [ReportDocument.Note] {
        var notes = [
            ReportDocument.Note(
                .info,
                "definition",
                "Before and after are the same calls priced by \(self.book.source ?? "own prices") "
                    + "(\(self.book.contentHash.prefix(12))) at the time of each call."
            )
        ]
        for replacement in self.replacements {
            let names = "\(replacement.models) by \(replacement.model)"
            if let ratio = replacement.tokenRatio {
                notes.append(.init(.info, "token_ratio", "\(names): \(ratio) tokens for one."))
            } else {
                let text = "\(names): how many tokens the other model counts is not known; as many are assumed."
                notes.append(.init(.warning, "token_ratio", text))
            }
            let isUsed = fold.models.keys.contains { replacement.models.matches($0.model) }
            if !isUsed { notes.append(.init(.warning, "not_used", "No call is of a model \(replacement.models).")) }
            notes.append(.init(.info, "same_answers", "\(names): answers of the same length are assumed."))
        }
        if let batchShare {
            let text =
                "\(batchShare) of each call outside of batches is priced as one in a batch; a model without a "
                + "batch price costs what it did."
            notes.append(.init(.info, "batch", text))
        }
        if let cacheShare {
            let text =
                "\(cacheShare) of the input of each call is read from a cache and the rest is not cached; nothing is "
                + "written. Calls with audio, images or documents stay as they were."
            notes.append(.init(.info, "cache", text))
        }
        let leftOut = fold.groups.values.reduce(0) { $0 + $1.leftOutCalls }
        if leftOut > 0 {
            notes.append(.init(.warning, "left_out", "\(leftOut) calls have no known price in one of the two ways."))
        }
        return notes
    }
}
