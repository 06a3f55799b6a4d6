internal import TallyPricing
internal import TallyTokenizer

/// A policy at work: decides about calls by its rules, its budgets and its breakers.
///
/// ```swift
/// let gate = try UsageGate(policy)
/// let admission = gate.admit(call, at: clock.now())
/// guard admission.isAllowed else { throw Refused(admission.decision) }
/// // … wait for admission.delay, make the call …
/// gate.settle(admission, record, at: clock.now())
/// ```
public final class UsageGate: Sendable {
    private struct Contents: Sendable {
        var policy: UsagePolicy
        var breakers: [SpikeBreaker]
    }

    /// The budgets of the policy: to seed them, and to ask what is spent.
    public let book: BudgetBook
    private let contents: Locked<Contents>

    /// Creates a gate in which nothing is spent.
    ///
    /// - Throws: ``BudgetError`` for budgets or breakers that make no sense or have the same name.
    public init(
        _ policy: UsagePolicy,
        timeToLive: Duration = .seconds(900),
        onEvent: @escaping @Sendable (BudgetEvent) -> Void = { _ in }
    ) throws(BudgetError) {
        try Self.check(policy.breakers)
        self.book = try BudgetBook(
            policy.budgets,
            unpriced: policy.rules.unpricedRule,
            unknownOutput: policy.rules.unknownOutputRule,
            timeToLive: timeToLive,
            onEvent: onEvent
        )
        self.contents = Locked(Contents(policy: policy, breakers: policy.breakers.map(SpikeBreaker.init)))
    }

    /// The policy at work.
    public var policy: UsagePolicy { self.contents.withLock(\.policy) }

    /// Takes another policy; budgets keep what is spent as ``BudgetBook/replace(_:unpriced:unknownOutput:)`` says, and
    /// breakers that are the same what they know.
    ///
    /// - Throws: ``BudgetError`` as for a new gate, which then keeps its policy.
    public func update(to policy: UsagePolicy) throws(BudgetError) {
        try Self.check(policy.breakers)
        try self.book.replace(
            policy.budgets,
            unpriced: policy.rules.unpricedRule,
            unknownOutput: policy.rules.unknownOutputRule
        )
        self.contents.withLock { contents in
            let old = contents.breakers
            contents.breakers = policy.breakers.map { rule in
                old.first { $0.rule == rule } ?? SpikeBreaker(rule)
            }
            contents.policy = policy
        }
    }

    /// Decides about a call, and reserves what it may use if it may be made.
    ///
    /// Budgets and breakers are asked if the rules allow the call; a call that one of them denies reserves nothing.
    public func admit(_ call: PlannedCall, at now: Timestamp) -> Admission {
        let policy = self.policy
        let rules = policy.rules(of: call.tags.environment)
        var decision = policy.decide(call, at: now)
        guard decision.verdict < .deny else { return Admission(call: call, decision: decision, reservation: nil) }
        let answer = self.book.reserve(
            call,
            at: now,
            // What the rules do not deny here, they only mark or except.
            unpriced: rules.unpricedRule == .deny ? .flag : rules.unpricedRule,
            unknownOutput: rules.unknownOutputRule == .deny ? PolicyRules.usualOutput : rules.unknownOutputRule
        )
        var reservation: Reservation?
        switch answer {
        case .granted(let granted):
            reservation = granted
            decision.findings += granted.findings.map(\.policyFinding)
        case .refused(let refusal): decision.findings += refusal.policyFindings
        }
        let isGranted = reservation != nil
        decision.findings += self.contents.withLock { contents in
            contents.breakers.indices.compactMap { index in
                let selector = contents.breakers[index].rule.selector
                guard selector.matches(tags: call.tags, model: call.model, provider: call.provider) else { return nil }
                return contents.breakers[index].decide(at: now, isAsking: isGranted).policyFinding
            }
        }
        if decision.verdict == .deny {
            reservation?.release()
            reservation = nil
        }
        return Admission(call: call, decision: decision, reservation: reservation)
    }

    /// Counts what an admitted call used, in the budgets and by the breakers.
    ///
    /// A call that was made although it was denied counts as well.
    ///
    /// - Returns: The settlement of the reservation, if there is one, and the spikes that this call makes.
    @discardableResult
    public func settle(
        _ admission: Admission,
        _ record: UsageRecord,
        at now: Timestamp
    ) -> (settlement: BudgetSettlement?, spikes: [SpikeFinding]) {
        guard admission.reservation != nil else { return (nil, self.count(record, at: now)) }
        return self.settle(admission, BudgetCharge(record), at: now)
    }

    /// Counts what all attempts of an admitted call used together.
    @discardableResult
    func settle(
        _ admission: Admission,
        _ charge: BudgetCharge,
        at now: Timestamp
    ) -> (settlement: BudgetSettlement?, spikes: [SpikeFinding]) {
        let settlement = admission.reservation?.settle(charge)
        // A record that comes twice is no spike.
        guard settlement?.status != .ignored else { return (settlement, []) }
        let call = admission.call
        return (settlement, self.observe(charge, tags: call.tags, model: call.model, provider: call.provider, at: now))
    }

    /// Counts what a call used that nobody asked about before, in the budgets and by the breakers.
    ///
    /// - Returns: The spikes that this call makes.
    @discardableResult
    public func count(_ record: UsageRecord, at now: Timestamp) -> [SpikeFinding] {
        self.book.count(record, at: now)
        let model = record.requestedModel ?? record.model
        return self.observe(
            BudgetCharge(record),
            tags: record.tags,
            model: model,
            provider: record.provider,
            at: now
        )
    }

    private func observe(
        _ charge: BudgetCharge,
        tags: UsageTags,
        model: String,
        provider: String?,
        at now: Timestamp
    ) -> [SpikeFinding] {
        self.contents.withLock { contents in
            contents.breakers.indices.compactMap { index -> SpikeFinding? in
                let rule = contents.breakers[index].rule
                guard rule.selector.matches(tags: tags, model: model, provider: provider) else { return nil }
                let units =
                    switch rule.minimum {
                    case .tokens: Int128(charge.tokens)
                    case .money: (charge.cost ?? charge.knownCost).picodollars
                    }
                return contents.breakers[index].observe(units, at: now)
            }
        }
    }

    private static func check(_ rules: [SpikeRule]) throws(BudgetError) {
        var names: Set<String> = []
        for rule in rules {
            if let problem = rule.problem { throw BudgetError(.invalidBudget, "breaker \(rule.name): \(problem)") }
            guard names.insert(rule.name).inserted else {
                throw BudgetError(.duplicateName, "two breakers are called \(rule.name); give each another name")
            }
        }
    }
}
