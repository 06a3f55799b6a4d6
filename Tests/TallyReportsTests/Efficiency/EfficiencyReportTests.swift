import TallyMetering
import TallyPricing
import Testing

@testable import TallyReports

@Suite struct EfficiencyReportTests {
    @Test func theLatestOutcomeOfSessionInteractionAndCallWins() throws {
        var make = RecordMaker()
        let call = make.call {
            $0.sessionID = "s"
            $0.interactionID = "i"
            $0.origin.tool = "agent"
        }
        let ledger = try AnswerLedger([
            make.outcome(.failed, of: .session("s"), hours: 3),
            .usage(call),
            make.outcome(.abandoned, of: .call(call.callID), hours: 1),
            make.outcome(.accepted, of: .interaction("i"), hours: 30),
        ])
        let document = try ledger.scan { try EfficiencyReport().document(of: $0) }
        #expect(document.isWellFormed)
        #expect(document.cell("classes", "productive", "sessions") == .count(1))
        #expect(document.cell("by_tool", "agent", "productive") == .count(1))
        #expect(document.figure("efficiency_ratio") == .share(1))
    }

    @Test func eachRuleOfItsOwnMakesWorkInefficient() throws {
        var make = RecordMaker()
        var records: [MeteringRecord] = []
        func work(_ name: String, _ outcome: Outcome?, _ change: (inout UsageRecord) -> Void) {
            records.append(
                .usage(
                    make.call(tags: ["use_case": "support"]) {
                        $0.sessionID = name
                        change(&$0)
                    }
                )
            )
            if let outcome { records.append(make.outcome(outcome, of: .session(name))) }
        }
        work("fine", .accepted) { _ in }
        work("reworked", .reworked) { _ in }
        work("retried", .accepted) { $0.attempt = 2 }
        work("dear", .accepted) { $0.providerCost = .dollars(2) }
        work("large", .accepted) { $0.usage = TokenUsage(inputUncached: 300, outputText: 40) }
        work("reverted", .reverted) { _ in }
        work("open", nil) { _ in }
        var rules = EfficiencyRules(minimumSessions: 3)
        rules.limits.medianPercent = 150
        let document = try AnswerLedger(records).scan { try EfficiencyReport(rules: rules).document(of: $0) }
        #expect(document.cell("classes", "productive", "sessions") == .count(1))
        #expect(document.cell("classes", "inefficient", "sessions") == .count(4))
        #expect(document.cell("classes", "wasteful", "sessions") == .count(1))
        #expect(document.cell("classes", "unknown", "sessions") == .count(1))
        #expect(document.cell("classes", "inefficient", "cost_usd") == .money(.dollars(5)))
        for reason in ["reworked", "retries", "tokens_over_median", "cost_over_median"] {
            #expect(document.cell("reasons", reason, "sessions") == .count(1), "\(reason)")
        }
        #expect(document.figure("efficiency_ratio") == .share(1.0 / 6))
        rules.useCases["support"] = EfficiencyLimits(maximumTokens: 200, medianPercent: 1_000)
        rules.limits.maximumCost = Money("1.5")
        let other = try AnswerLedger(records).scan { try EfficiencyReport(rules: rules).document(of: $0) }
        #expect(other.cell("reasons", "over_cost", "sessions") == .count(1))
        #expect(other.cell("reasons", "over_tokens", "sessions") == .count(1))
        #expect(other.cell("reasons", "tokens_over_median", "sessions") == nil)
    }

    @Test func workWithoutAWholePriceIsNotHeldAgainstTheMedianOfCosts() throws {
        var make = RecordMaker()
        var records: [MeteringRecord] = []
        for index in 0..<5 {
            let cost = index == 4 ? nil : Money.dollars(1)
            records.append(.usage(make.call(cost: cost) { $0.sessionID = "\(index)" }))
            records.append(make.outcome(.accepted, of: .session("\(index)")))
        }
        let rules = EfficiencyRules(minimumSessions: 2)
        let document = try AnswerLedger(records).scan { try EfficiencyReport(rules: rules).document(of: $0) }
        #expect(document.cell("classes", "productive", "sessions") == .count(5))
        #expect(document.figure("unpriced_calls") == .count(1))
        #expect(document.cell("use_cases", nil, "priced_sessions") == .count(4))
        #expect(document.cell("use_cases", nil, "median_cost_usd") == .money(.dollars(1)))
    }

    @Test(arguments: [
        (30, 30, EfficiencyVerdict.keep), (29, 29, .tooFew), (15, 30, .scope), (0, 30, .cut), (20, 30, .scope),
        (25, 30, .keep),
    ]) func aVerdictNeedsOutcomes(productive: Int, judged: Int, expected: EfficiencyVerdict) {
        #expect(EfficiencyRules().verdict(productive: productive, of: judged) == expected)
    }

    @Test func anEmptyLedgerHasNoRatio() throws {
        var make = RecordMaker()
        let ledger = try AnswerLedger([make.outcome(.accepted, of: .session("nobody"))])
        let document = try ledger.scan { try EfficiencyReport().document(of: $0) }
        #expect(document.isWellFormed)
        #expect(document.figure("efficiency_ratio") == .absent)
        #expect(document.figure("outcomes") == .count(1))
    }

    @Test func weeksBeginOnMonday() {
        let monday = RecordMaker.time(hours: 0)
        let span = ReportSpan(monday...RecordMaker.time(hours: 24 * 60))
        #expect(span.name == "week")
        #expect(ReportSpan.text(ofDay: span.start(of: RecordMaker.time(hours: 6 * 24 + 23))) == "2026-01-05")
        #expect(ReportSpan.text(ofDay: span.start(of: RecordMaker.time(hours: 7 * 24))) == "2026-01-12")
        #expect(ReportSpan.text(ofDay: span.start(of: Timestamp(millisecondsSince1970: -1))) == "1969-12-29")
    }
}
