import TallyMetering
import TallyPricing
import TallyTestSupport
import Testing

@testable import TallyReports

@Suite struct CostChangeTests {
    private func periods(_ base: (Int, Int, Int), _ current: (Int, Int, Int)) -> TwoPeriods {
        var periods = TwoPeriods()
        periods.base = PeriodUse(calls: base.0, tokens: base.1, cost: .dollars(base.2))
        periods.current = PeriodUse(calls: current.0, tokens: current.1, cost: .dollars(current.2))
        return periods
    }

    @Test func eachCauseHasItsEffect() {
        // Ten calls became thirty of all, twenty of them of this group, with twice the tokens at half the price.
        let change = CostChange(self.periods((10, 1_000, 100), (20, 4_000, 200)), allBase: 10, allCurrent: 30)
        #expect(change.volume == .dollars(200))
        #expect(change.mix == .dollars(-100))
        #expect(change.tokensPerCall == .dollars(200))
        #expect(change.price == .dollars(-200))
        let new = CostChange(self.periods((0, 0, 0), (5, 50, 7)), allBase: 10, allCurrent: 20)
        #expect(new.mix == .dollars(7) && new.total == new.mix)
        let gone = CostChange(self.periods((5, 50, 7), (0, 0, 0)), allBase: 10, allCurrent: 20)
        #expect(gone.volume == .dollars(7) && gone.mix == .dollars(-14) && gone.total == .dollars(-7))
        let first = CostChange(self.periods((0, 0, 0), (5, 50, 7)), allBase: 0, allCurrent: 5)
        #expect(first.volume == .dollars(7) && first.total == first.volume)
    }

    @Test(arguments: 0..<20 as Range<UInt64>) func effectsSumExactlyToTheChange(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        func use() -> PeriodUse {
            guard Int.random(in: 0..<5, using: &random) > 0 else { return PeriodUse() }
            return PeriodUse(
                calls: Int.random(in: 1..<1_000, using: &random),
                tokens: Int.random(in: 0..<1_000_000, using: &random),
                cost: Money(picodollars: Int128(Int.random(in: 0..<1_000_000_000_000_000, using: &random)))
            )
        }
        let groups = (0..<50).map { _ in
            var periods = TwoPeriods()
            periods.base = use()
            periods.current = use()
            return periods
        }
        var all = TwoPeriods()
        for group in groups { all.merge(group) }
        var total = CostChange()
        for group in groups {
            let change = CostChange(group, allBase: all.base.calls, allCurrent: all.current.calls)
            #expect(change.total == group.current.cost - group.base.cost, "seed \(seed)")
            total.merge(change)
        }
        #expect(total.total == all.current.cost - all.base.cost, "seed \(seed)")
    }

    @Test func aLedgerIsHeldAgainstItsOwnPast() throws {
        var make = RecordMaker()
        var records: [MeteringRecord] = []
        for day in 0..<4 {
            for index in 0..<(day < 2 ? 2 : 3) {
                let call = make.call(
                    hours: Double(day) * 24 + Double(index),
                    model: day < 2 ? "old" : "new",
                    tags: index == 2 ? [:] : ["team": "search"],
                    cost: .dollars(day + 1)
                ) {
                    $0.estimate = CallEstimate(inputTokens: 90 + index, outputTokens: 20, cost: .dollars(3))
                }
                records.append(.usage(call))
            }
        }
        let days = (0..<4).map { LedgerDay(RecordMaker.time(hours: Double($0) * 24)) }
        let report = VarianceReport(from: days[0]...days[1], to: days[2]...days[3], by: [.team], planned: .dollars(20))
        let ledger = try AnswerLedger(records)
        let document = try ledger.scan { try report.document(of: $0) }
        #expect(document.isWellFormed)
        #expect(document.figure("change_usd") == .money(.dollars(15)))
        #expect(document.figure("over_plan_usd") == .money(.dollars(1)))
        #expect(document.cell("movers", "search", "change_usd") == .money(.dollars(8)))
        #expect(document.cell("movers", nil, "change_usd") == .money(.dollars(7)))
        #expect(document.cell("movers", "all", "volume_usd") == .money(.dollars(3)))
        #expect(document.cell("movers", "all", "mix_usd") == .money(.dollars(12)))
        #expect(document.cell("estimates", "input_tokens", "mean_difference") == .number(9))
        #expect(document.cell("estimates", "input_tokens", "calls") == .count(6))
        #expect(document.cell("estimates", "output_tokens", "mean_difference") == .number(-10))
        #expect(document.cell("estimates", "cost_usd", "mean_difference") == .money(Money("0.5") ?? .zero))
        if Percentiles.areAvailable {
            #expect(document.cell("estimates", "input_tokens", "p95_size") == .count(10))
            #expect(document.cell("estimates", "cost_usd", "p95_size") == .money(.dollars(1)))
        }
    }
}
