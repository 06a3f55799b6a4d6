import TallyMetering
import TallyTesting
import Testing

/// Calls that ask a policy before they are made.
@Suite struct CallAdmissionTests {
    private struct Failure: Error {}

    private let recorder = InMemoryRecorder()
    private let clock = ManualClock()
    private let gate: UsageGate
    private let meter: UsageMeter

    init() throws {
        let rules = PolicyRules(approvedModels: ["gpt-4o*"])
        let budget = Budget("all", .tokens(10_000), per: .day)
        self.gate = try UsageGate(UsagePolicy(rules: rules, budgets: [budget]))
        self.meter = UsageMeter(
            recorder: self.recorder,
            admission: CallAdmission(self.gate),
            clock: self.clock.clock
        )
    }

    /// What of the budget is spent, and what reserved.
    private var account: [BudgetAmount] {
        self.gate.book.status(at: self.clock.now).flatMap { [$0.spent, $0.reserved] }
    }

    private static func options(input: Int, output: Int) -> CallOptions {
        CallOptions(estimate: CallEstimate(inputTokens: input, maximumOutputTokens: output))
    }

    @Test func aCallReservesItsWorstCaseAndSettlesWhatItUsed() async throws {
        try await self.meter.measure(model: "gpt-4o", options: Self.options(input: 1_000, output: 4_000)) { call in
            #expect(self.account == [.tokens(0), .tokens(5_000)])
            call.report(TokenUsage(inputUncached: 1_000, outputText: 200))
        }
        #expect(self.account == [.tokens(1_200), .tokens(0)])
        let record = try #require(self.recorder.usageRecords.first)
        #expect(record.cost?.total == Money("0.0045"))
        #expect(record.estimate?.maximumOutputTokens == 4_000)
    }

    @Test func attemptsAreSettledTogether() async throws {
        try await self.meter.measure(model: "gpt-4o", options: Self.options(input: 100, output: 100)) { call in
            call.report(TokenUsage(inputUncached: 100, outputText: 10))
            call.beginNextAttempt(after: "http_500")
            call.report(TokenUsage(inputUncached: 100, outputText: 50))
        }
        #expect(self.account == [.tokens(260), .tokens(0)])
    }

    @Test func aCallThatFailsBeforeAnythingCameGivesItsReservationBack() async throws {
        await #expect(throws: Failure.self) {
            try await self.meter.measure(model: "gpt-4o", options: Self.options(input: 1_000, output: 4_000)) { _ in
                throw Failure()
            }
        }
        #expect(self.account == [.tokens(0), .tokens(0)])
    }

    @Test func aCallThatDoesNotFitIsRefusedWithTheNumbersAndNotMade() async throws {
        let options = Self.options(input: 8_000, output: 4_000)
        let refusal = await #expect(throws: CallRefusal.self) {
            try await self.meter.measure(model: "gpt-4o", options: options) { _ in
                Issue.record("the call was made")
            }
        }
        #expect(refusal?.description.contains("12000") == true || refusal?.description.contains("12,000") == true)
        #expect(self.recorder.records.isEmpty)
        #expect(self.account == [.tokens(0), .tokens(0)])
    }

    @Test func whatIsRecordedWithoutAskingCountsAllTheSame() {
        self.meter.record(TokenUsage(inputUncached: 700, outputText: 50), model: "gpt-4o")
        #expect(self.account == [.tokens(750), .tokens(0)])
        #expect(self.recorder.usageRecords.first?.cost?.isComplete == true)
    }

    @Test func aModelThatIsNotApprovedIsRefused() async throws {
        let refusal = await #expect(throws: CallRefusal.self) {
            try await self.meter.measure(model: "o3", options: Self.options(input: 1, output: 1)) { _ in }
        }
        #expect(refusal?.decision.decisive?.rule == "models")
    }
}
