public import TallyMetering
internal import TallyPricing

/// Spikes of tokens, cost, tokens per call, error rate and retry rate of each unit, against what is usual for it at that hour
/// of the week.
///
/// A moment is held against the eight weeks before its day and nothing later, so that a report made every hour says what one
/// made afterwards does. Alarms begin with a unit's third week, when each hour of the week was there twice; where one was not,
/// what is usual is taken from hours of the day, or from all. Times are in UTC.
public struct AnomalyReport: Sendable {
    /// What units are told apart by.
    public var dimensions: [Dimension]
    /// Hours or days.
    public var step: AnomalyStep
    /// When something is a spike.
    public var rules: AnomalyRules
    /// Only what is not over before this moment is told; nil for all.
    public var since: Timestamp?
    /// How many anomalies are listed.
    public var top: Int
    var limit = 2_000_000

    /// Creates a report.
    public init(
        by dimensions: [Dimension] = [.team, .feature],
        step: AnomalyStep = .hour,
        rules: AnomalyRules = AnomalyRules(),
        since: Timestamp? = nil,
        top: Int = 100
    ) {
        self.dimensions = dimensions
        self.step = step
        self.rules = rules
        self.since = since
        self.top = top
    }

    /// Returns the report of a ledger; its figure `anomalies` says how many there are.
    ///
    /// - Throws: ``LedgerError`` as ``LedgerScan/fold(_:into:)`` does.
    /// - Complexity: O(*n*) in the records and O(*h* log *h*) in the hours of all units; memory for two million of those.
    public func document(of scan: LedgerScan) throws(LedgerError) -> ReportDocument {
        let fold = SeriesFold(self.step, symbols: scan.symbols, limit: self.limit)
        let (sums, findings) = try scan.fold(RowNeeds(self.dimensions, fields: [.attempts]), into: fold)
        let anomalies = self.anomalies(sums, scan.symbols)
        let listed = anomalies.prefix(max(self.top, 0))
        var byMeasure = Dictionary(uniqueKeysWithValues: AnomalyMeasure.allCases.map { ($0, 0) })
        for anomaly in anomalies { byMeasure[anomaly.measure, default: 0] += 1 }
        var document = ReportDocument(
            kind: "anomalies",
            title: "Anomalies",
            period: sums.period,
            filter: scan.filter.map(\.text),
            figures: [
                ReportDocument.Figure("anomalies", "Anomalies", .count(anomalies.count)),
                ReportDocument.Figure("units", "Units", .count(sums.units.values.count)),
                ReportDocument.Figure("learning_units", "Units known too short to judge", .count(self.learning(sums))),
                ReportDocument.Figure("unpriced_calls", "Calls without a whole price", .count(Self.unpriced(sums))),
            ],
            tables: [
                self.table(Array(listed), rest: anomalies.count - listed.count),
                ReportTable(
                    "by_measure",
                    "By measure",
                    columns: [
                        ReportColumn("measure", "Measure", .dimension), ReportColumn("anomalies", "Anomalies"),
                    ],
                    rows: AnomalyMeasure.allCases.map {
                        ReportTable.Row([.text($0.rawValue), .count(byMeasure[$0] ?? 0)])
                    }
                ),
            ]
        )
        document.notes = self.notes(sums) + findings.notes
        return document
    }

    /// All anomalies that are asked for, the latest first, of one moment the furthest from what is usual first.
    func anomalies(_ sums: SeriesFold, _ symbols: SymbolTable) -> [UsageAnomaly] {
        var anomalies: [UsageAnomaly] = []
        for (key, series) in sums.units.values {
            let unit = key.symbols.map { symbols.text(of: $0) }
            for (measure, spikes) in series.anomalies(self.step, self.rules) {
                for group in Self.grouped(spikes) {
                    guard let anomaly = self.anomaly(unit, measure, group) else { continue }
                    if let since = self.since, anomaly.end <= since { continue }
                    anomalies.append(anomaly)
                }
            }
        }
        return anomalies.sorted { left, right in
            if left.start != right.start { return left.start > right.start }
            if left.deviations != right.deviations { return left.deviations > right.deviations }
            let texts = (left.unit.map { $0 ?? "" } + [left.measure.rawValue])
            return texts.lexicographicallyPrecedes(right.unit.map { $0 ?? "" } + [right.measure.rawValue])
        }
    }

    /// Spikes of which each begins at most one step after the one before it has ended.
    private static func grouped(_ spikes: [SpikeWatch.Spike]) -> [[SpikeWatch.Spike]] {
        var groups: [[SpikeWatch.Spike]] = []
        for spike in spikes {
            if let last = groups.last?.last, spike.step - last.step <= 2 {
                groups[groups.count - 1].append(spike)
            } else {
                groups.append([spike])
            }
        }
        return groups
    }

    private func anomaly(_ unit: [String?], _ measure: AnomalyMeasure, _ spikes: [SpikeWatch.Spike]) -> UsageAnomaly? {
        guard let first = spikes.first, let last = spikes.last,
            let peak = spikes.max(by: { $0.deviations < $1.deviations })
        else { return nil }
        return UsageAnomaly(
            unit: unit,
            measure: measure,
            start: self.step.time(of: first.step),
            end: self.step.time(of: last.step) + .milliseconds(self.step.milliseconds),
            steps: spikes.count,
            value: peak.value,
            expected: peak.expected,
            deviations: peak.deviations,
            baseline: peak.season.rawValue
        )
    }

    /// Units whose first call is less than two weeks before the ledger's end.
    private func learning(_ sums: SeriesFold) -> Int {
        guard let end = sums.period.map({ self.step.bucket(of: $0.upperBound) }) else { return 0 }
        let start = SpikeWatch.day(of: end, self.step.perDay) - 14 * self.step.perDay
        return sums.units.values.values.count { ($0.buckets.keys.min() ?? .max) > start }
    }

    private static func unpriced(_ sums: SeriesFold) -> Int {
        sums.units.values.values.reduce(0) { $0 + $1.buckets.values.reduce(0) { $0 + $1.unpriced } }
    }
}
