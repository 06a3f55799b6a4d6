import TallyTestSupport
import Testing

@testable import TallyMetering

@Suite struct PolicySpikeTests {
    private let noon = BudgetSamples.noon

    /// About 1,000 tokens a minute, more or less by a half.
    private func usualMinute(_ breaker: inout SpikeBreaker, _ minute: Int64, _ random: inout SeededGenerator) -> Bool {
        var isSpike = false
        for second in stride(from: Int64(0), to: 60, by: 6) {
            let time = self.noon.plus(seconds: minute * 60 + second)
            _ = breaker.decide(at: time)
            if breaker.observe(Int128.random(in: 50...150, using: &random), at: time) != nil { isSpike = true }
        }
        return isSpike
    }

    @Test func usualTrafficIsNoSpikeAndAPlantedOneIs() throws {
        let seed = TestEnvironment.seed
        print("TALLY_SEED=\(seed)")
        for round in 0..<100 {
            var random = SeededGenerator(seed: seed &+ UInt64(round))
            var breaker = SpikeBreaker(SpikeRule("all", above: .tokens(2_000), percent: 500))
            let planted = Int64.random(in: 10..<300, using: &random)
            for minute in 0..<planted {
                #expect(!self.usualMinute(&breaker, minute, &random), "seed \(seed), round \(round)")
            }
            let time = self.noon.plus(seconds: planted * 60)
            let before = breaker.decide(at: time)
            #expect(before == .allow)
            let found = breaker.observe(8_000, at: time)
            let spike = try #require(found, "seed \(seed), round \(round)")
            #expect(spike.until == time.plus(seconds: 300))
            #expect(breaker.decide(at: time.plus(seconds: 299)) == .stop(spike))
        }
    }

    @Test func nothingIsASpikeBelowTheMinimumOrBeforeTheWarmUp() {
        var breaker = SpikeBreaker(SpikeRule("all", above: .tokens(2_000), warmUpMinutes: 3))
        #expect(breaker.observe(1_000_000, at: self.noon) == nil)
        for minute in Int64(1)..<10 { #expect(breaker.observe(1, at: self.noon.plus(seconds: minute * 60)) == nil) }
        #expect(breaker.observe(1_999, at: self.noon.plus(seconds: 600)) == nil)
        // 2,000 of this minute is not more than the minimum, 2,001 is.
        #expect(breaker.observe(1, at: self.noon.plus(seconds: 601)) == nil)
        #expect(breaker.observe(1, at: self.noon.plus(seconds: 602)) != nil)
    }

    private func opened() -> (SpikeBreaker, SpikeFinding?, Timestamp) {
        var breaker = SpikeBreaker(SpikeRule("all", above: .tokens(100), warmUpMinutes: 2, probes: 2))
        for minute in Int64(0)..<5 { _ = breaker.observe(10, at: self.noon.plus(seconds: minute * 60)) }
        let time = self.noon.plus(seconds: 300)
        let opening = breaker.observe(101, at: time)
        return (breaker, opening, time.plus(seconds: 300))
    }

    @Test func afterTheCoolDownAFewCallsMaySeeIfItIsOver() throws {
        var (breaker, opening, end) = self.opened()
        let spike = try #require(opening)
        #expect(breaker.decide(at: end, isAsking: false) == .probe(spike))
        #expect(breaker.decide(at: end) == .probe(spike))
        #expect(breaker.decide(at: end) == .probe(spike))
        #expect(breaker.decide(at: end) == .stop(spike))
        #expect(breaker.observe(20, at: end) == nil)
        #expect(breaker.decide(at: end.plus(seconds: 59)) == .stop(spike))
        #expect(breaker.decide(at: end.plus(seconds: 60)) == .allow)
    }

    @Test func probesThatAreASpikeStopAgain() throws {
        var (breaker, _, end) = self.opened()
        _ = breaker.decide(at: end)
        let second = breaker.observe(101, at: end)
        let again = try #require(second)
        #expect(again.until == end.plus(seconds: 300))
        #expect(breaker.decide(at: end.plus(seconds: 299)) == .stop(again))
    }

    @Test func aLevelThatStaysBecomesUsual() {
        var breaker = SpikeBreaker(
            SpikeRule(
                "all",
                above: .tokens(100),
                percent: 300,
                baselineMinutes: 20,
                coolDown: .seconds(60),
                action: .warn
            )
        )
        for minute in Int64(0)..<30 { _ = breaker.observe(1_000, at: self.noon.plus(seconds: minute * 60)) }
        var spikes = 0
        for minute in Int64(30)..<90 {
            if breaker.observe(10_000, at: self.noon.plus(seconds: minute * 60)) != nil { spikes += 1 }
        }
        #expect(spikes > 0)
        let later = (Int64(90)..<120).filter {
            breaker.observe(10_000, at: self.noon.plus(seconds: $0 * 60)) != nil
        }
        #expect(later.isEmpty)
    }

    @Test func timesAndAmountsBeyondAllMeasureDoNotTrap() {
        let seed = TestEnvironment.seed
        print("TALLY_SEED=\(seed)")
        var random = SeededGenerator(seed: seed)
        var breaker = SpikeBreaker(SpikeRule("all", above: .tokens(100), warmUpMinutes: 1))
        for _ in 0..<10_000 {
            let far = Bool.random(using: &random)
            let time = Int64.random(in: far ? .min ... .max : 0...10_000_000, using: &random)
            let now = Timestamp(millisecondsSince1970: time)
            if Bool.random(using: &random) {
                _ = breaker.decide(at: now)
            } else {
                _ = breaker.observe(Int128.random(in: .min ... .max, using: &random), at: now)
            }
        }
    }
}
