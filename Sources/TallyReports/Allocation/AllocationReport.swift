public import TallyFileExport
public import TallyMetering
internal import TallyPricing

/// How much of the spend is somebody's: what is untagged, wrongly tagged, unpriced, or not as the policy wants it.
///
/// Each gap is counted by itself, in calls and in money, so that a call can be in several; what is in none is *allocated*.
/// The gaps over a ledger's records of kind `usage`, in SQL:
///
/// - without a tag: `team IS NULL`;
/// - a tag that the policy does not know: `team NOT IN (…)`, for tags whose values the policy lists;
/// - a model that is not approved: by the policy's patterns for the environment of the call;
/// - outside production: `environment <> 'production'`, calls without an environment not among them;
/// - unpriced: `cost_usd IS NULL`; ambiguous: `usage_check = 'ambiguous'`; counted here: `usage_source = 'counted'`;
///   unknown: `usage_source = 'unknown'`.
///
/// What an exception of the policy allows at the time of the report is no gap.
public struct AllocationReport: Sendable {
    /// The most tags that are looked at.
    public static let mostTags = GroupKey.mostDimensions - 2

    /// The tags that every call should have, besides those that the policy asks for; the first ``mostTags`` count.
    public var tags = ["team", "feature", "use_case"]
    /// The policy; nil if there is none.
    public var policy: UsagePolicy?
    /// How many values of tags and models are listed.
    public var top: Int

    /// Creates a report.
    public init(policy: UsagePolicy? = nil, top: Int = 20) {
        self.policy = policy
        self.top = top
    }

    /// The keys that are looked at, those of the policy last, and how many had no room.
    var keys: (known: [String], left: Int) {
        let rules = self.policy.map { [$0.rules] + $0.environments.values } ?? []
        let asked = Set(rules.flatMap(\.tags.keys)).subtracting(self.tags).sorted()
        let all = self.tags + asked
        return (Array(all.prefix(Self.mostTags)), max(0, all.count - Self.mostTags))
    }

    /// Reads the ledger and makes the report.
    ///
    /// - Throws: ``LedgerError`` for a file or folder that the system does not give.
    public func document(of scan: LedgerScan) throws(LedgerError) -> ReportDocument {
        let dimensions = self.keys.known.map { Dimension.tag($0) } + [.model, .environment]
        let (sums, findings) = try scan.fold(
            RowNeeds(dimensions),
            into: GroupedSums(dimensions: dimensions.count)
        )
        return AllocationDocument(self, sums, scan).document(findings)
    }
}
