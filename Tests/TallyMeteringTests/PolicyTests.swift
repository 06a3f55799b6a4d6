import TallyMetering
import Testing

@Suite struct PolicyTests {
    private let noon = BudgetSamples.noon

    private func policy() -> UsagePolicy {
        UsagePolicy(
            rules: PolicyRules(
                approvedModels: ["gpt-5*", "claude-*"],
                tags: ["team": TagRule(knownValues: ["search", "maps"]), "feature": TagRule(isRequired: false)],
                maximumInputTokens: 1_000,
                maximumOutputTokens: 500,
                unpriced: .deny,
                unknownOutput: .deny
            ),
            environments: ["test": PolicyRules(approvedModels: ["*"], unpriced: .flag, isEnforced: false)],
            exceptions: [
                PolicyException(
                    "maps-o3",
                    from: ["models", "limits.*"],
                    for: UsageSelector(tags: ["team": .equals("maps")], models: ["o3"]),
                    owner: "anna",
                    reason: "comparison of models",
                    expires: BudgetSamples.noon.plus(seconds: 60)
                )
            ]
        )
    }

    private func call(_ model: String, _ tags: UsageTags, input: Int = 10, output: Int? = 10) -> PlannedCall {
        PlannedCall(
            model: model,
            tags: tags,
            inputTokens: input,
            maximumOutputTokens: output,
            maximumCost: output.map { Money(picodollars: Int128($0)) }
        )
    }

    @Test func whatBreaksNoRuleIsAllowed() {
        let decision = self.policy().decide(
            self.call("gpt-5-mini", ["team": "search"], input: 1_000, output: 500),
            at: self.noon
        )
        #expect(decision.verdict == .allow)
        #expect(decision.description == "allowed")
    }

    @Test func allFindingsAreListedWithTheirNumbers() {
        let decision = self.policy().decide(
            self.call("o3", ["team": "serch"], input: 1_001, output: 501),
            at: self.noon
        )
        #expect(decision.verdict == .deny)
        #expect(decision.decisive?.rule == "models")
        #expect(
            decision.description == """
                models: o3 is not approved; these are: gpt-5*, claude-*
                tags.team: the tag team is 'serch', which is not known; known are: maps, search
                limits.input: 1001 input tokens are more than 1000, the most allowed
                limits.output: 501 output tokens are asked for; 500 is the most allowed
                """
        )
        let missing = self.policy().decide(self.call("gpt-5", [:], output: nil), at: self.noon)
        #expect(missing.findings.map(\.rule) == ["tags.team", "unknown_output"])
    }

    @Test func anExceptionHoldsUntilItExpires() {
        let call = self.call("o3", ["team": "maps"], input: 2_000)
        let before = self.policy().decide(call, at: self.noon.plus(seconds: 59))
        #expect(before.verdict == .warn)
        #expect(before.findings.map(\.exception) == ["maps-o3", "maps-o3"])
        let after = self.policy().decide(call, at: self.noon.plus(seconds: 60))
        #expect(after.verdict == .deny)
        #expect(after.findings[0].message.hasSuffix("the exception maps-o3 of anna has expired"))
        // It is about nothing else.
        #expect(self.policy().decide(self.call("o3", ["team": "search"]), at: self.noon).verdict == .deny)
    }

    @Test func anEnvironmentHasRulesOfItsOwn() {
        let call = self.call("o3", ["environment": "test"], output: nil)
        let decision = self.policy().decide(call, at: self.noon)
        #expect(decision.verdict == .warn)
        #expect(decision.findings.map(\.rule) == ["tags.team", "unknown_output"])
        #expect(self.policy().rules(of: "test").maximumInputTokens == 1_000)
    }

    @Test func anUnknownPriceIsDeniedMarkedOrAssumed() {
        var call = self.call("gpt-5", ["team": "search"])
        call.maximumCost = nil
        var policy = self.policy()
        #expect(policy.decide(call, at: self.noon).verdict == .deny)
        policy.rules.unpriced = .flag
        #expect(policy.decide(call, at: self.noon).verdict == .warn)
        policy.rules.unpriced = .assume(perMillionTokens: .dollars(3))
        #expect(policy.decide(call, at: self.noon).description.contains("$3 per million tokens is assumed"))
    }

    @Test func verdictsAreOrderedByStrictness() {
        let ordered: [PolicyVerdict] = [
            .allow, .warn, .throttle(after: .seconds(1)), .throttle(after: .seconds(2)), .deny,
        ]
        #expect(ordered.shuffled().sorted() == ordered)
    }

    @Test func aGateTakesRulesBudgetsAndBreakersTogether() throws {
        var policy = self.policy()
        policy.budgets = [
            Budget(
                "tokens",
                .tokens(1_000),
                per: .day,
                thresholds: [
                    BudgetThreshold(percent: 50, .throttle(.seconds(3))), BudgetThreshold(percent: 100, .stop),
                ]
            )
        ]
        policy.breakers = [SpikeRule("spike", above: .tokens(100), warmUpMinutes: 1)]
        let gate = try UsageGate(policy)
        let call = self.call("gpt-5", ["team": "search"], input: 300, output: 100)
        let first = gate.admit(call, at: self.noon)
        #expect(first.isAllowed)
        gate.settle(first, BudgetSamples.record(1, tokens: 50, at: self.noon), at: self.noon)
        let held = gate.admit(call, at: self.noon)
        let second = gate.admit(call, at: self.noon)
        #expect(second.decision.verdict == .throttle(after: .seconds(3)))
        #expect(second.delay == .seconds(3))
        let third = gate.admit(call, at: self.noon)
        #expect(third.decision.verdict == .deny)
        #expect(third.decision.decisive?.rule == "budgets.tokens")
        #expect(!third.isAllowed)
        // A minute later it is a spike, and neither probe nor reservation is left behind.
        let later = self.noon.plus(seconds: 60)
        let spikes = gate.settle(second, BudgetSamples.record(2, tokens: 251, at: later), at: later).spikes
        #expect(spikes.map(\.rule) == ["spike"])
        #expect(gate.settle(second, BudgetSamples.record(2, tokens: 101, at: later), at: later).spikes.isEmpty)
        held.reservation?.release()
        let stopped = gate.admit(call, at: later)
        #expect(stopped.decision.decisive?.rule == "breakers.spike")
        #expect(!stopped.isAllowed)
        #expect(gate.book.openReservations == 0)
        #expect(gate.admit(call, at: later.plus(seconds: 300)).isAllowed)
    }

    @Test func aDeniedCallThatIsMadeAllTheSameCounts() throws {
        var policy = self.policy()
        policy.budgets = [Budget("all", .tokens(100), per: .day)]
        let gate = try UsageGate(policy)
        let denied = gate.admit(self.call("o3", ["team": "search"]), at: self.noon)
        #expect(!denied.isAllowed)
        #expect(gate.settle(denied, BudgetSamples.record(1, tokens: 7, at: self.noon), at: self.noon).settlement == nil)
        #expect(gate.book.counted(at: self.noon) == (7, 0))
    }

    @Test func anotherPolicyKeepsWhatIsSpent() throws {
        var policy = UsagePolicy(budgets: [Budget("all", .tokens(100), per: .day)])
        let gate = try UsageGate(policy)
        let admission = gate.admit(self.call("gpt-5", [:]), at: self.noon)
        gate.settle(admission, BudgetSamples.record(1, tokens: 90, at: self.noon), at: self.noon)
        policy.budgets[0].limit = .tokens(109)
        try gate.update(to: policy)
        #expect(!gate.admit(self.call("gpt-5", [:]), at: self.noon).isAllowed)
        policy.budgets[0].limit = .tokens(110)
        try gate.update(to: policy)
        #expect(gate.admit(self.call("gpt-5", [:]), at: self.noon).isAllowed)
        policy.budgets.append(policy.budgets[0])
        #expect(throws: BudgetError.self) { try gate.update(to: policy) }
        #expect(gate.policy.budgets.count == 1)
    }
}
