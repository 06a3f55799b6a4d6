internal import TallyMetering
internal import TallyPricing

/// What was spent, on what: spend, tokens, interactions, retries, errors and durations by any dimensions, and over time.
///
/// ```swift
/// let report = SpendReport(by: [.team, .model], per: .day)
/// let (sums, findings) = try scan.fold(report.needs, into: report.fold)
/// let document = report.document(sums, findings, scan)
/// ```
///
/// The figures over a ledger's records of kind `usage`, in SQL:
///
/// - spend: `sum(coalesce(cost_usd, priced_usd, 0))`;
/// - average cost per million tokens: spend times 1,000,000 divided by `sum(total_tokens)`; the peak is the highest of a
///   single call that has tokens and a `cost_usd`;
/// - cache share: `cache_read` in all input tokens; reasoning share: `reasoning` in all output tokens;
/// - retries: records with `attempt` above 1; errors: records with an `error`;
/// - an interaction's tokens: the sum of `total_tokens` of its calls within the group.
///
/// Calls without one of the dimensions are a group of their own, which is never left out.
public struct SpendReport: Sendable {
    /// What groups are ranked by, and which columns there are.
    public enum Focus: Sendable {
        /// Money first: the report `spend`.
        case spend
        /// Classes of tokens first: the report `tokens`.
        case tokens
    }

    /// The dimensions, at most ``mostDimensions``.
    public let dimensions: [Dimension]
    /// The stretch of time of the second table; nil for none.
    public let bucket: TimeBucket?
    /// What the report is about.
    public var focus: Focus
    /// How many groups have a row of their own.
    public var top = 20
    /// How many interactions are kept at most; where there are more of them, their figures are absent.
    public var maximumInteractions = 1_000_000

    /// The most dimensions of a report.
    public static let mostDimensions = GroupKey.mostDimensions

    /// Creates a report.
    ///
    /// - Precondition: There are at most ``mostDimensions`` dimensions.
    public init(_ focus: Focus = .spend, by dimensions: [Dimension], per bucket: TimeBucket? = nil) {
        precondition(dimensions.count <= Self.mostDimensions, "a report has at most \(Self.mostDimensions) dimensions")
        self.dimensions = dimensions
        self.bucket = bucket
        self.focus = focus
    }

    /// What of a record it needs.
    public var needs: RowNeeds { RowNeeds(self.dimensions, fields: [.identities, .attempts, .behaviour]) }

    /// What sums it up.
    public var fold: SpendFold {
        SpendFold(
            dimensions: self.dimensions.count,
            bucket: self.bucket,
            maximumInteractions: self.maximumInteractions
        )
    }

    /// Returns the report of what a scan has summed up.
    public func document(_ sums: SpendFold, _ findings: ScanFindings, _ scan: LedgerScan) -> ReportDocument {
        let groups = SpendGroups(sums, dimensions: self.dimensions.count, symbols: scan.symbols, self.focus)
        let total = groups.total.sums
        var tables = [self.groupTable(groups)]
        if let bucket = self.bucket { tables.append(self.timeTable(groups, bucket)) }
        return ReportDocument(
            kind: self.focus == .spend ? "spend" : "tokens",
            title: self.focus == .spend ? "Spend" : "Tokens",
            period: total.period,
            filter: scan.filter.map(\.text),
            figures: Self.figures(total),
            tables: tables,
            notes: self.notes(groups, sums) + findings.notes
        )
    }

    private static func figures(_ total: UsageSums) -> [ReportDocument.Figure] {
        [
            .init("cost_usd", "Spend", .money(total.cost)),
            .init("calls", "Calls", .count(total.calls)),
            .init("input_tokens", "Input tokens", .count(total.tokens.input)),
            .init("output_tokens", "Output tokens", .count(total.tokens.output)),
            .init("unpriced_calls", "Calls not wholly priced", .count(total.unpriced)),
            .init("unpriced_share", "Share of calls not wholly priced", .part(total.unpriced, of: total.calls)),
            .init("ambiguous_calls", "Calls whose numbers do not add up", .count(total.ambiguous)),
            .init("ambiguous_share", "Share of those", .part(total.ambiguous, of: total.calls)),
            .init("counted_calls", "Calls counted here", .count(total.counted)),
            .init("counted_share", "Share of those", .part(total.counted, of: total.calls)),
        ]
    }

    private func notes(_ groups: SpendGroups, _ sums: SpendFold) -> [ReportDocument.Note] {
        var notes: [ReportDocument.Note] = []
        let total = groups.total.sums
        if total.unpriced > 0 {
            notes.append(
                .init(
                    .warning,
                    "unpriced",
                    "\(total.unpriced) calls are not wholly priced: the spend has only what of them has a known price."
                )
            )
        }
        if sums.interactions.isExceeded {
            notes.append(
                .init(
                    .warning,
                    "too_many_interactions",
                    "There are more than \(self.maximumInteractions) interactions: figures about them are left out."
                )
            )
        }
        if total.withoutInteraction > 0 {
            notes.append(
                .init(
                    .info,
                    "without_interaction",
                    "\(total.withoutInteraction) calls state no interaction and are in no figure about interactions."
                )
            )
        }
        if Percentiles.areAvailable {
            notes.append(
                .init(
                    .info,
                    "percentiles",
                    "Percentiles are the smallest value that so many are not above, within 0.1%."
                )
            )
        } else {
            notes.append(
                .init(
                    .warning,
                    "no_percentiles",
                    "Percentiles need the trait 'Reports', which this build does not have."
                )
            )
        }
        return notes
    }
}
