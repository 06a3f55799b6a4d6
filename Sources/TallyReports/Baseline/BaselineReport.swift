public import TallyFileExport
internal import TallyMetering
internal import TallyPricing

/// Each unit beside the others: what a call, an interaction and a user cost it, against the average and the median.
///
/// A unit is a team, or what else calls are told apart by. The average is that of all calls with the unit, the median that
/// of the units, each counting once; a unit is an outlier above three times the median. An interaction's cost is the spend
/// of the unit's calls that have an interaction over their number, a user's likewise: in SQL
/// `sum(cost) FILTER (interaction_id IS NOT NULL) / count(DISTINCT interaction_id)`. Calls without a unit are shown, and
/// are in no average and no median.
public struct BaselineReport: Sendable {
    /// What calls are told apart by.
    public var dimension: Dimension
    /// How many units have a row of their own.
    public var top: Int
    /// Above how many times the median a unit is an outlier.
    public var limit = 3.0
    /// How many interactions, and how many users, are told apart; where there are more, their figures are absent.
    public var maximumMembers = 1_000_000

    /// Creates a report.
    public init(by dimension: Dimension = .team, top: Int = 50) {
        self.dimension = dimension
        self.top = top
    }

    /// Reads the ledger and makes the report.
    ///
    /// - Throws: ``LedgerError`` for a file or folder that the system does not give.
    public func document(of scan: LedgerScan) throws(LedgerError) -> ReportDocument {
        let (fold, findings) = try scan.fold(
            RowNeeds([self.dimension, .user], fields: .identities),
            into: BaselineFold(maximum: self.maximumMembers)
        )
        return BaselineDocument(self, fold, scan).document(findings)
    }
}
