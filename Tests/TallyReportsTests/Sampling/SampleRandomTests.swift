import Testing

@testable import TallyReports

@Suite struct SampleRandomTests {
    /// The first numbers of the reference implementation (prng.di.unimi.it/splitmix64.c) for this seed.
    @Test func isSplitMix64() {
        var random = SampleRandom(seed: 1_234_567)
        let numbers = (0..<3).map { _ in random.next() }
        #expect(numbers == [6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423])
    }

    @Test func numbersAreWithinTheirBounds() {
        var random = SampleRandom(seed: 3)
        for bound in [1, 2, 3, 1_000, .max] {
            for _ in 0..<200 { #expect(0..<bound ~= random.below(bound)) }
        }
        #expect(random.below(0) == 0)
        #expect(Set((0..<200).map { _ in random.among(4...7) }) == [4, 5, 6, 7])
        #expect(random.pick([]) == 0)
        #expect(Set((0..<200).map { _ in random.pick([0, 3, 0, 1]) }) == [1, 3])
    }

    @Test func amountsAreAroundTheirMedian() {
        var random = SampleRandom(seed: 4)
        let amounts = (0..<9_999).map { _ in random.around(1_000) }.sorted()
        #expect((970...1_030).contains(amounts[4_999]))
        #expect(amounts[0] >= 237)
        #expect(amounts[9_998] <= 5_182)
        #expect(random.around(0) == 0)
    }

    /// Whatever the platform: numbers that do not depend on prices.
    @Test func aSampleIsTheSameEverywhere() {
        var sample = SampleLedger()
        sample.records = 2_000
        let summary = sample.forEach { _ in }
        #expect(summary.calls == 1_645)
        #expect(summary.outcomes == 350)
        #expect(summary.tokens == 26_227_982)
    }

    @Test func settingsOutOfBoundsAreTheNearestWithin() {
        var sample = SampleLedger()
        sample.records = 40
        sample.days = .max
        #expect(sample.forEach { _ in }.records == 40)
        sample.days = -1
        #expect(sample.forEach { _ in }.records == 40)
        sample.records = -1
        #expect(sample.forEach { _ in }.records == 0)
    }
}
