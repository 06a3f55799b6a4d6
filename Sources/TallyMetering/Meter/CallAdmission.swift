/// Decides whether calls may be made, and reserves what they may cost.
///
/// ```swift
/// let gate = try UsageGate(UsagePolicy(budgets: [Budget("search", .money(.dollars(50)), per: .day)]))
/// let meter = UsageMeter(recorder: pipeline, admission: CallAdmission(gate))
/// ```
public struct CallAdmission: Sendable {
    /// The policy, with what is spent and reserved.
    public let gate: UsageGate
    /// The prices by which calls are reserved and settled.
    public let pricer: RecordPricer

    /// Creates an admission that asks `gate`.
    public init(_ gate: UsageGate, pricer: RecordPricer = RecordPricer()) {
        self.gate = gate
        self.pricer = pricer
    }

    /// Reserves what the call of `record` may use, after the delay that a throttled budget asks for.
    func admit(_ record: UsageRecord, clock: MeterClock) async throws -> CallPermit {
        let admission = self.gate.admit(self.plannedCall(of: record), at: clock.now())
        guard admission.isAllowed else { throw CallRefusal(admission.decision) }
        // If the wait is cancelled, the reservation is given back when the admission is let go.
        if admission.delay > .zero { try await clock.sleep(admission.delay) }
        return CallPermit(admission, self)
    }

    /// Counts a call that was not asked for, and returns its record with the price that it was counted at.
    func count(_ record: UsageRecord, at now: Timestamp) -> UsageRecord {
        let record = self.pricer.pricedOnce(record)
        self.gate.count(record, at: now)
        return record
    }

    /// What the call may use at worst, by what was estimated.
    private func plannedCall(of record: UsageRecord) -> PlannedCall {
        let estimate = record.estimate
        let input = estimate?.inputTokens ?? 0
        let pricer = self.pricer
        return PlannedCall(
            model: record.model,
            provider: record.provider,
            tags: record.tags,
            inputTokens: input,
            maximumOutputTokens: estimate?.maximumOutputTokens ?? record.requestedMaxOutput,
            maximumCost: estimate?.maximumCost,
            costWithOutput: { output in pricer.maximumCost(of: record, inputTokens: input, outputTokens: output) }
        )
    }
}

extension RecordPricer {
    /// What a call costs if all its input is of the class that costs most; nil if a price is unknown.
    func maximumCost(of call: UsageRecord, inputTokens: Int, outputTokens: Int) -> Money? {
        let classes: [UsageCounter] = [.inputUncached, .cacheWrite5m, .cacheWrite1h, .cacheWriteOther]
        var highest: Money?
        for counter in classes {
            var record = call
            record.usage = TokenUsage([counter: inputTokens, .outputText: outputTokens])
            guard let cost = self.priced(record).cost?.total else { return nil }
            highest = max(highest ?? cost, cost)
        }
        return highest
    }
}

/// Why a call may not be made, with the numbers.
public struct CallRefusal: Error, Hashable, Sendable {
    /// What was found, by which rule.
    public let decision: PolicyDecision

    init(_ decision: PolicyDecision) {
        self.decision = decision
    }
}

extension CallRefusal: CustomStringConvertible {
    /// All reasons in words.
    public var description: String { self.decision.description }
}
