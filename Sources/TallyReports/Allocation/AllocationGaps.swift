internal import TallyMetering
internal import TallyPricing

/// What of a ledger is not as it should be, by kind of gap.
struct AllocationGaps {
    /// Why calls are not allocated.
    enum Kind: Hashable {
        case untagged(String)
        case unknownValue(String)
        case unapprovedModel
        case outsideProduction
        case unpriced
        case ambiguous
        case counted
        case unknownUsage
    }

    /// A text that the policy does not want, and where it stands.
    struct Stray: Hashable {
        /// The tag's key, or `model`.
        var field: String
        var text: String
    }

    /// Calls and their spend.
    struct Amount {
        var calls = 0
        var cost = Money.zero

        mutating func add(_ calls: Int, _ cost: Money) {
            self.calls += calls
            self.cost += cost
        }
    }

    private(set) var total = UsageSums()
    private(set) var gaps: [Kind: Amount] = [:]
    /// Calls that have all tags, with values that the policy knows, and an approved model.
    private(set) var allocated = Amount()
    private(set) var strays: [Stray: UsageSums] = [:]

    private let keys: [String]
    private let policy: UsagePolicy?

    init(_ sums: GroupedSums, _ report: AllocationReport, _ scan: LedgerScan) {
        self.keys = report.keys.known
        self.policy = report.policy
        for (key, group) in sums.groups { self.add(key, group, scan) }
    }

    private mutating func add(_ key: GroupKey, _ group: UsageSums, _ scan: LedgerScan) {
        self.total.add(group)
        self.add(.unpriced, group.unpriced, group.unpricedCost)
        self.add(.ambiguous, group.ambiguous, group.ambiguousCost)
        self.add(.counted, group.counted, group.countedCost)
        self.add(.unknownUsage, group.unknownUsage, .zero)

        var tags = UsageTags()
        var isAllocated = true
        for (index, name) in self.keys.enumerated() {
            let text = scan.symbols.text(of: key.symbol(index))
            tags[name] = text
            guard text == nil else { continue }
            self.add(.untagged(name), group.calls, group.cost)
            isAllocated = false
        }
        let model = scan.symbols.text(of: key.symbol(self.keys.count)) ?? ""
        let environment = scan.symbols.text(of: key.symbol(self.keys.count + 1))
        tags.environment = environment
        if let environment, environment != "production" {
            self.add(.outsideProduction, group.calls, group.cost)
        }
        for kind in self.broken(model, tags, at: scan.now) {
            self.add(kind, group.calls, group.cost)
            isAllocated = false
            let stray: Stray? =
                switch kind {
                case .unapprovedModel: Stray(field: "model", text: model)
                case .unknownValue(let name): tags[name].map { Stray(field: name, text: $0) }
                default: nil
                }
            if let stray { self.strays[stray, default: UsageSums()].add(group) }
        }
        if isAllocated { self.allocated.add(group.calls, group.cost) }
    }

    private mutating func add(_ kind: Kind, _ calls: Int, _ cost: Money) {
        guard calls > 0 else { return }
        self.gaps[kind, default: Amount()].add(calls, cost)
    }

    /// The rules of the policy that such calls break without an exception.
    private func broken(_ model: String, _ tags: UsageTags, at now: Timestamp) -> [Kind] {
        guard let policy = self.policy else { return [] }
        // Limits need the size of each call, and are none of this report's rules.
        let call = PlannedCall(model: model, tags: tags, inputTokens: 0, maximumOutputTokens: 0)
        return policy.decide(call, at: now).findings.compactMap { finding in
            guard finding.exception == nil else { return nil }
            if finding.rule == "models" { return .unapprovedModel }
            // A tag that is missing has been counted as such.
            let key = self.keys.first { finding.rule == "tags.\($0)" }
            return key.flatMap { tags[$0] == nil ? nil : .unknownValue($0) }
        }
    }
}
