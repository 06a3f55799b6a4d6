internal import TallyMetering
internal import TallyPricing

extension AnomalyReport {
    func table(_ anomalies: [UsageAnomaly], rest: Int) -> ReportTable {
        var rows = anomalies.map { anomaly in
            ReportTable.Row(
                [.time(anomaly.start), .time(anomaly.end)] + anomaly.unit.map { $0.map { .text($0) } ?? .absent } + [
                    .text(anomaly.measure.rawValue), .count(anomaly.steps),
                    Self.value(anomaly.value, anomaly.measure), Self.value(anomaly.expected, anomaly.measure),
                    .number(anomaly.value / anomaly.expected), .number(anomaly.deviations), .text(anomaly.baseline),
                ]
            )
        }
        if rest > 0 {
            let empty = Array(repeating: ReportValue.absent, count: self.dimensions.count + 8)
            rows.append(ReportTable.Row([.text("\(rest) more")] + empty, kind: .rest))
        }
        return ReportTable(
            "anomalies",
            "Anomalies",
            caption: rows.isEmpty ? "Nothing is far from what is usual." : "The latest first.",
            columns: [ReportColumn("start", "From", .dimension), ReportColumn("end", "To", .dimension)]
                + self.dimensions.map { ReportColumn($0.name, $0.name, .dimension) } + [
                    ReportColumn("measure", "Measure", .dimension),
                    ReportColumn("\(self.step.rawValue)s", "\(self.step == .hour ? "Hours" : "Days")"),
                    ReportColumn("value", "Value", note: "of the \(self.step.rawValue) furthest from what is usual"),
                    ReportColumn("expected", "Usual", note: "the baseline of that \(self.step.rawValue)"),
                    ReportColumn("ratio", "Times the usual"),
                    ReportColumn("deviations", "Deviations", note: "scaled median absolute deviations"),
                    ReportColumn("baseline", "Usual for", .dimension),
                ],
            rows: rows
        )
    }

    private static func value(_ value: Double, _ measure: AnomalyMeasure) -> ReportValue {
        switch measure {
        case .tokens: return .count(Int(exactly: value.rounded(.toNearestOrEven)) ?? .max)
        case .cost:
            // What is usual is an estimate, told in whole micro-dollars.
            let micro = (value * 1e6).rounded(.toNearestOrEven)
            return .money(Int128(exactly: micro).map { Money(picodollars: $0 * 1_000_000) } ?? .max)
        case .tokensPerCall: return .number(value)
        case .errorRate, .retryRate: return .share(value)
        }
    }

    func notes(_ sums: SeriesFold) -> [ReportDocument.Note] {
        let rules = self.rules
        var notes = [
            ReportDocument.Note(
                .info,
                "baseline",
                "Usual is the median of the same hour of the week in the eight weeks before the day, with the level of the "
                    + "last days; where an hour of the week was not there twice, of the same hour of the day. Alarms begin "
                    + "with a unit's third week. Hours and days are UTC."
            ),
            ReportDocument.Note(
                .info,
                "spike",
                "A spike is at least \(rules.ratio) times the usual and \(rules.deviations) scaled deviations above it, and "
                    + "by at least \(rules.minimumTokens) tokens, $\(rules.minimumDollars) or \(rules.minimumEvents) calls."
            ),
        ]
        if sums.units.isSample {
            notes.append(
                ReportDocument.Note(
                    .warning,
                    "units_sampled",
                    "There are more hours of units than are kept at once: only one of \(sums.units.keysPerKept) units was "
                        + "looked at, chosen by the hash of its name. Take units of fewer dimensions, fewer --days or --where."
                )
            )
        }
        return notes
    }
}
