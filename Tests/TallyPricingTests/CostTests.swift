import Foundation
import Testing

@testable import TallyPricing

/// A model with the prices that a test is about.
func pricedModel(_ standard: [RateCard], variants: [RateCard] = [], provider: String = "maker") -> PricedModel {
    PricedModel(
        requestedName: "m",
        id: "m",
        name: "M",
        provider: provider,
        providerName: "Maker",
        listProvider: "maker",
        contextWindow: nil,
        isDeprecated: false,
        match: .id,
        standard: standard,
        variants: variants
    )
}

/// A price in dollars per million.
func perMillion(_ dollars: Int, tiers: [PriceTier] = [], effect: TierEffect = .cliff) -> Price {
    Price(.dollars(dollars), per: 1_000_000, tiers: tiers, tierEffect: effect)
}

@Suite struct CostTests {
    private let book = PriceBook(layers: [])
    private let simple = pricedModel([RateCard([.inputUncached: perMillion(3), .outputText: perMillion(15)])])

    @Test func chargesEachTokenOnce() {
        let model = pricedModel([
            RateCard([.inputUncached: perMillion(4), .cacheRead: perMillion(1), .outputText: perMillion(10)])
        ])
        let usage = TokenUsage(
            inputUncached: 1_000_000,
            cacheRead: 2_000_000,
            outputText: 3_000_000,
            reasoning: 4_000_000
        )
        let cost = self.book.cost(of: usage, model: model)
        #expect(cost.total == .dollars(4 + 2 + 30 + 40))
        #expect(cost.lines.map(\.counter) == [.inputUncached, .cacheRead, .outputText, .reasoning])
        #expect(cost.lines.map(\.reason.inheritedFrom) == [nil, nil, nil, .outputText])
    }

    @Test func chargesPartsOutOfTheirWhole() {
        let model = pricedModel([
            RateCard([.inputUncached: perMillion(4), .inputAudio: perMillion(100), .outputText: perMillion(10)])
        ])
        var usage = TokenUsage(inputUncached: 3_000_000)
        usage[.inputAudio] = 1_000_000
        usage[.inputImage] = 500_000
        let cost = self.book.cost(of: usage, model: model)
        #expect(cost.total == .dollars(6 + 100 + 2))
        #expect(cost.lines.reduce(0) { $0 + $1.quantity } == 3_000_000)
    }

    @Test func chargesPartsOfAClassThatWasNotSaid() {
        let cost = self.book.cost(of: TokenUsage([.inputAudio: 1_000_000]), model: self.simple)
        #expect(cost.total == .dollars(3))
    }

    @Test(
        arguments: [
            [.inputUncached: 10, .inputAudio: 11], [.inputUncached: 10, .inputAudio: 6, .inputImage: 5],
            [.inputUncached: -1],
            [.inputUncached: 10, .inputAudio: -5], [.webSearches: -1], [.inputAudio: -1],
            [.requests: -1, .inputUncached: 1],
            [.inputUncached: .min], [.inputUncached: .min, .inputAudio: .max],
        ] as [[UsageCounter: Int]]
    )
    func refusesToPriceWhatContradictsItself(_ quantities: [UsageCounter: Int]) {
        let cost = self.book.cost(of: TokenUsage(quantities), model: self.simple)
        #expect(cost.total == nil)
        #expect(cost.unpriced.map(\.reason) == [.inconsistentUsage])
    }

    @Test func leavesWhatHasNoRateUnpriced() {
        var usage = TokenUsage(inputUncached: 1_000_000)
        usage[.webSearches] = 2
        let cost = self.book.cost(of: usage, model: self.simple)
        #expect(cost.pricedTotal == .dollars(3))
        #expect(cost.total == nil && !cost.isComplete)
        #expect(cost.unpriced == [Unpriced(counter: .webSearches, quantity: 2, reason: .noRate)])
    }

    @Test func needsNoRateForWhatWasNotUsed() {
        var usage = TokenUsage(inputUncached: 1_000_000)
        usage[.webSearches] = 0
        #expect(self.book.cost(of: usage, model: self.simple).total == .dollars(3))
    }

    @Test func leavesWhatInheritsUnpricedIfTheBookSaysSo() {
        let usage = TokenUsage(inputUncached: 1_000_000, cacheRead: 5)
        let cost = self.book.with(missingRates: .unpriced).cost(of: usage, model: self.simple)
        #expect(cost.unpriced == [Unpriced(counter: .cacheRead, quantity: 5, reason: .noRate)])
        #expect(self.book.cost(of: usage, model: self.simple).isComplete)
    }

    @Test func leavesAnUnknownModelUnpriced() {
        let cost = PriceBook.bundled.cost(of: TokenUsage(inputUncached: 5, outputText: 0), model: "gpt-99")
        #expect(cost.total == nil && cost.model == nil)
        #expect(cost.unpriced.map(\.reason) == [.unknownModel, .unknownModel])
        #expect(cost.unpriced.map(\.counter) == [.inputUncached, .requests])
        let provider = PriceBook.bundled.cost(of: TokenUsage(inputUncached: 5), model: "gpt-4o", provider: "nobody")
        #expect(provider.unpriced.allSatisfy { $0.reason == .unknownProvider } && provider.total == nil)
    }

    @Test func hasNoTotalForARequestOfWhichNothingIsKnown() {
        #expect(PriceBook.bundled.cost(of: TokenUsage(), model: "gpt-99").total == nil)
        let cost = PriceBook.bundled.cost(of: TokenUsage(), model: "gpt-4o")
        #expect(cost.total == nil && cost.unpriced.map(\.reason) == [.unknownUsage])
        #expect(PriceBook.bundled.cost(of: .none, model: "gpt-4o").total == .zero)
        #expect(PriceBook.bundled.cost(of: TokenUsage(inputUncached: 0, outputText: 0), model: "gpt-4o").total == .zero)
    }

    @Test func doesNotGuessBetweenTwoRates() {
        let model = pricedModel([
            RateCard([.inputUncached: perMillion(1), .cacheRead: perMillion(2), .inputAudio: perMillion(3)])
        ])
        let cost = self.book.cost(of: TokenUsage([.cacheRead: 9, .cacheReadAudio: 9]), model: model)
        #expect(cost.unpriced == [Unpriced(counter: .cacheReadAudio, quantity: 9, reason: .ambiguousRate)])
    }

    @Test func chargesRequestsOnlyWhereTheyCost() {
        var prices = [UsageCounter.inputUncached: perMillion(3)]
        #expect(
            self.book.cost(of: TokenUsage(inputUncached: 1_000_000), model: pricedModel([RateCard(prices)])).total
                == .dollars(3)
        )
        prices[.requests] = Price(.dollars(1), per: 1)
        let model = pricedModel([RateCard(prices)])
        #expect(self.book.cost(of: TokenUsage(inputUncached: 1_000_000), model: model).total == .dollars(4))
        #expect(
            self.book.cost(of: TokenUsage([.inputUncached: 1_000_000, .requests: 5]), model: model).total == .dollars(8)
        )
        #expect(self.book.cost(of: TokenUsage(), model: model).total == .dollars(1))
    }

    @Test func chargesAMinimum() throws {
        let usage = TokenUsage([.inputAudioMilliseconds: 1])
        let cost = PriceBook.bundled.cost(of: usage, model: "whisper-large-v3", provider: "groq")
        let line = try #require(cost.lines.first)
        #expect(line.quantity == 1 && line.chargedQuantity == 10_000)
        #expect(line.amount == Money("0.000308333333"))
        let longer = TokenUsage([.inputAudioMilliseconds: 3_600_000])
        #expect(PriceBook.bundled.cost(of: longer, model: "whisper-large-v3", provider: "groq").total == Money("0.111"))
    }

    @Test func survivesTheLargestQuantities() {
        let all = TokenUsage(Dictionary(uniqueKeysWithValues: UsageCounter.allCases.map { ($0, Int.max) }))
        let cost = PriceBook.bundled.cost(of: all, model: "gemini-2.5-pro")
        #expect(!cost.isComplete && cost.pricedTotal > .zero)
        let absurd = pricedModel([RateCard([.inputUncached: Price(.max, per: 1)])])
        let tooLarge = self.book.cost(of: TokenUsage(inputUncached: 2), model: absurd)
        #expect(tooLarge.unpriced.map(\.reason) == [.amountTooLarge] && tooLarge.total == nil)
    }

    @Test func roundsOncePerLine() {
        // A third of a pico-dollar each: the line is 1, not 0.
        let model = pricedModel([RateCard([.inputUncached: Price(Money(picodollars: 1), per: 3)])])
        #expect(self.book.cost(of: TokenUsage(inputUncached: 3), model: model).total == Money(picodollars: 1))
        #expect(self.book.cost(of: TokenUsage(inputUncached: 1), model: model).total == .zero)
    }

    @Test func isAPureFunctionThatCanBeStored() throws {
        let usage = TokenUsage(inputUncached: 300_000, cacheRead: 5, outputText: 70)
        let conditions = PricingConditions(at: 1_793_000_000, processing: .batch)
        let cost = PriceBook.bundled.cost(of: usage, model: "gemini-2.5-pro", conditions: conditions)
        #expect(cost == PriceBook.bundled.cost(of: usage, model: "gemini-2.5-pro", conditions: conditions))
        #expect(cost.bookHash == PriceBook.bundled.contentHash)
        let data = try JSONEncoder().encode(cost)
        #expect(try JSONDecoder().decode(Cost.self, from: data) == cost)
    }
}
