import Testing

@testable import TallyPricing

@Suite struct TierTests {
    private let book = PriceBook(layers: [])

    private func amounts(_ price: Price, _ usage: TokenUsage) -> [Money] {
        self.book.cost(of: usage, model: pricedModel([RateCard([.inputUncached: price])])).lines.map(\.amount)
    }

    @Test(arguments: [
        (PriceThreshold.above(1_000_000), 999_999, false), (.above(1_000_000), 1_000_000, false),
        (.above(1_000_000), 1_000_001, true),
        (.from(1_000_000), 999_999, false), (.from(1_000_000), 1_000_000, true), (.from(1_000_000), 1_000_001, true),
    ])
    func isStrictOrInclusiveAtItsLimit(_ threshold: PriceThreshold, _ tokens: Int, _ isReached: Bool) {
        let price = Price(.dollars(1), per: 1, tiers: [PriceTier(threshold, .dollars(2))])
        #expect(self.amounts(price, TokenUsage(inputUncached: tokens)) == [.dollars(isReached ? 2 * tokens : tokens)])
    }

    @Test func measuresAllInputCachedOrNot() {
        let price = Price(.dollars(1), per: 1, tiers: [PriceTier(.above(100), .dollars(2))])
        let usage = TokenUsage(inputUncached: 10, cacheRead: 80, cacheWrite1h: 11)
        #expect(self.amounts(price, usage) == [.dollars(20), .dollars(160), .dollars(22)])
        #expect(self.amounts(price, TokenUsage(inputUncached: 10, cacheRead: 80)) == [.dollars(10), .dollars(80)])
    }

    @Test func measuresOutputOrTheQuantityItself() {
        let output = Price(.dollars(1), per: 1, tiers: [PriceTier(.above(5, .outputTotal), .dollars(2))])
        var usage = TokenUsage(inputUncached: 1, outputText: 3, reasoning: 3)
        #expect(self.amounts(output, usage) == [.dollars(2)])
        usage.reasoning = 2
        #expect(self.amounts(output, usage) == [.dollars(1)])
        let own = Price(.dollars(1), per: 1, tiers: [PriceTier(.from(10, .quantity), .dollars(2))])
        #expect(self.amounts(own, TokenUsage(inputUncached: 9, cacheRead: 10)) == [.dollars(9), .dollars(20)])
    }

    @Test func theLastTierReachedHolds() {
        let tiers = [PriceTier(.above(10), .dollars(2)), PriceTier(.above(20), .dollars(3))]
        let price = Price(.dollars(1), per: 1, tiers: tiers)
        #expect(
            [10, 11, 20, 21].map { self.amounts(price, TokenUsage(inputUncached: $0)) }
                == [10, 22, 40, 63].map { [.dollars($0)] }
        )
    }

    @Test(arguments: [
        (1, [1]), (10, [10]), (11, [10, 2]), (20, [10, 20]), (21, [10, 20, 3]), (100, [10, 20, 240]),
    ])
    func marginalTiersChargeOnlyWhatIsPastThem(_ tokens: Int, _ dollars: [Int]) {
        let tiers = [PriceTier(.above(10, .quantity), .dollars(2)), PriceTier(.above(20, .quantity), .dollars(3))]
        let price = Price(.dollars(1), per: 1, tiers: tiers, tierEffect: .marginal)
        #expect(self.amounts(price, TokenUsage(inputUncached: tokens)) == dollars.map { .dollars($0) })
    }

    @Test func anInclusiveMarginalTierStartsWithTheLimitItself() {
        let price = Price(
            .dollars(1),
            per: 1,
            tiers: [PriceTier(.from(10, .quantity), .dollars(2))],
            tierEffect: .marginal
        )
        #expect(self.amounts(price, TokenUsage(inputUncached: 9)) == [.dollars(9)])
        #expect(self.amounts(price, TokenUsage(inputUncached: 10)) == [.dollars(9), .dollars(2)])
    }

    @Test func marginalLinesAddUpToTheQuantity() {
        let tiers = [
            PriceTier(.from(.min, .quantity), .dollars(2)), PriceTier(.above(7, .quantity), .dollars(3)),
            PriceTier(.above(3, .quantity), .dollars(4)), PriceTier(.above(.max, .quantity), .dollars(5)),
        ]
        for minimum in [0, 5, 50] {
            let price = Price(.dollars(1), per: 1, tiers: tiers, tierEffect: .marginal, minimumQuantity: minimum)
            for tokens in [1, 3, 7, 8, 20, Int.max] {
                let model = pricedModel([RateCard([.inputUncached: price])])
                let lines = self.book.cost(of: TokenUsage(inputUncached: tokens), model: model).lines
                #expect(lines.reduce(0) { $0 + $1.quantity } == tokens)
                #expect(lines.reduce(0) { $0 + $1.chargedQuantity } == max(tokens, minimum))
            }
        }
    }

    @Test func theReasonNamesTheTier() {
        let usage = TokenUsage(inputUncached: 200_001)
        let cost = PriceBook.bundled.cost(of: usage, model: "gemini-2.5-pro")
        #expect(cost.lines.map(\.reason.tier) == [.above(200_000)])
        #expect(cost.lines.first?.reason.description.hasSuffix("input_total > 200000") == true)
    }
}
