internal import TallyFileExport
internal import TallyMetering
internal import TallyPricing
internal import TallyProviders

/// Writes the calls of a ledger as comma-separated values: a row for each record of a call, for a spreadsheet.
///
/// Names and units of columns are those of the record; `usage` is a column for each class of tokens. A cell is empty where
/// the record does not say: `cost_usd` is empty for a call that has a part without a known price, whose priced part then
/// stands in `priced_usd`. It reads a day at a time and keeps that day's rows in memory.
public struct CallExport: Sendable {
    /// The ledger.
    public var scan: LedgerScan

    /// Creates an export; nothing is opened yet.
    public init(_ scan: LedgerScan) { self.scan = scan }

    /// Writes the rows, piece by piece, after a line with the names of the columns.
    ///
    /// - Throws: ``LedgerError`` for a ledger that the system does not give; what `write` throws.
    /// - Complexity: O(*n*) in the bytes of the ledger.
    public func write(to write: (String) throws -> Void) throws -> ScanFindings {
        var findings = ScanFindings()
        try write(CSVLine.text(CallFold.columns))
        for part in try self.scan.chunks(byMonth: false) {
            let (fold, found) = try part.fold(RowNeeds(fields: .record), into: CallFold())
            findings.add(found)
            for lines in fold.lines { try write(lines) }
        }
        return findings
    }
}

/// Makes a line of each call.
private struct CallFold: LedgerFold {
    /// The lines, many in each text.
    private(set) var lines: [String] = []

    static let columns =
        [
            "id", "time", "call_id", "attempt", "interaction_id", "session_id", "team", "feature", "use_case",
            "environment", "customer", "user", "tags", "repository", "tool", "work", "call_site", "provider",
            "requested_model", "model", "service_tier", "region", "batch",
        ] + (UsageCounter.inputClasses + UsageCounter.outputClasses).map(\.rawValue) + [
            "input_tokens", "output_tokens", "total_tokens", "usage_source", "cost_usd", "cost_source", "priced_usd",
            "unpriced", "duration_ms", "time_to_first_token_ms", "finish_reason", "error",
        ]

    private static let namedTags = ["team", "feature", "use_case", "environment", "customer", "user"]

    mutating func add(_ row: borrowing UsageRow) {
        guard let record = row.record else { return }
        let line = CSVLine.text(Self.cells(record).map { $0 ?? "" })
        if let last = self.lines.last, last.utf8.count < 1 << 16 {
            self.lines[self.lines.count - 1] += line
        } else {
            self.lines.append(line)
        }
    }

    mutating func merge(_ later: CallFold) { self.lines += later.lines }

    private static func cells(_ record: UsageRecord) -> [String?] {
        let others = record.tags.keys.filter { !Self.namedTags.contains($0) }
        var cells: [String?] = [
            "\(record.id)", "\(record.time)", "\(record.callID)", "\(record.attempt)", record.interactionID,
            record.sessionID,
        ]
        cells += Self.namedTags.map { record.tags[$0] }
        cells += [
            others.isEmpty ? nil : FlatJSON.object(of: others.map { ($0, record.tags[$0] ?? "") }),
            record.origin.repository, record.origin.tool, record.origin.work, record.origin.callSite, record.provider,
            record.requestedModel, record.model, record.serviceTier, record.region, "\(record.isBatch)",
        ]
        cells += (UsageCounter.inputClasses + UsageCounter.outputClasses).map { counter in
            Self.sum(of: counter, in: record).map { "\($0)" }
        }
        let unpriced = Set(
            ((record.cost?.unpriced ?? []) + record.samplingCosts.flatMap(\.unpriced)).map(\.reason.rawValue)
        )
        let cost = record.totalCost
        return cells + [
            record.inputTokens.map { "\($0)" }, record.outputTokens.map { "\($0)" },
            record.totalTokens.map { "\($0)" }, record.source.rawValue, cost?.description, record.costSource?.rawValue,
            cost == nil && record.cost != nil ? record.pricedCost.description : nil,
            unpriced.isEmpty ? nil : unpriced.sorted().joined(separator: ";"),
            record.duration.map(Self.milliseconds), record.timeToFirstToken.map(Self.milliseconds),
            record.finishReason, record.errorKind,
        ]
    }

    private static func sum(of counter: UsageCounter, in record: UsageRecord) -> Int? {
        record.furtherSamplings.reduce(record.usage[counter]) { sum, sampling in
            guard let further = sampling.usage[counter] else { return sum }
            return (sum ?? 0).addingSaturated(further)
        }
    }

    /// Milliseconds with at most three decimals.
    private static func milliseconds(_ duration: Duration) -> String {
        let (seconds, attoseconds) = duration.components
        let microseconds = Int128(seconds) * 1_000_000 + Int128(attoseconds / 1_000_000_000_000)
        return Money(picodollars: microseconds * 1_000_000_000).description
    }
}
