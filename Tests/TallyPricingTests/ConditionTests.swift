import Testing

@testable import TallyPricing

@Suite struct ConditionTests {
    private let book = PriceBook(layers: [])
    private let usage = TokenUsage(inputUncached: 1)

    private func card(_ dollars: Int, _ condition: PriceCondition = .always) -> RateCard {
        RateCard([.inputUncached: Price(.dollars(dollars), per: 1)], condition: condition)
    }

    private func total(_ model: PricedModel, _ conditions: PricingConditions) -> Money? {
        self.book.cost(of: self.usage, model: model, conditions: conditions).total
    }

    @Test(arguments: [(99, 1), (100, 2), (199, 2), (200, 3), (1_000, 3)] as [(Int64, Int)])
    func theLastCardInForceHolds(_ at: Int64, _ dollars: Int) {
        let model = pricedModel([
            self.card(1), self.card(2, PriceCondition(from: 100)), self.card(3, PriceCondition(from: 200)),
        ])
        #expect(self.total(model, PricingConditions(at: at)) == .dollars(dollars))
    }

    @Test func anIntervalDoesNotHoldItsEnd() {
        let model = pricedModel([self.card(1, PriceCondition(from: 100, until: 200))])
        #expect(self.total(model, PricingConditions(at: 199)) == .dollars(1))
        for at in [99, 200] as [Int64] {
            let cost = self.book.cost(of: self.usage, model: model, conditions: PricingConditions(at: at))
            #expect(cost.unpriced.map(\.reason) == [.notInForce] && cost.total == nil)
        }
        // Without a time and without a book's date, no dated price holds.
        #expect(self.total(model, PricingConditions()) == nil)
    }

    @Test(arguments: [
        (22, 6, 22 * 3600, true), (22, 6, 22 * 3600 - 1, false), (22, 6, 86_399, true), (22, 6, 0, true),
        (22, 6, 6 * 3600 - 1, true), (22, 6, 6 * 3600, false), (1, 4, 3600, true), (1, 4, 3599, false),
        (1, 4, 4 * 3600, false), (1, 4, 4 * 3600 - 1, true), (5, 5, 5 * 3600, false),
    ])
    func hoursOpenInclusiveAndCloseExclusive(_ start: Int, _ end: Int, _ second: Int, _ isOpen: Bool) throws {
        let window = try #require(DailyWindow(start: start * 3600, end: end * 3600))
        for day in [0, 20_000, -1, -20_000] as [Int64] {
            #expect(window.contains(day * 86_400 + Int64(second)) == isOpen)
        }
        let model = pricedModel([self.card(1), self.card(9, PriceCondition(hours: window))])
        #expect(self.total(model, PricingConditions(at: Int64(second))) == .dollars(isOpen ? 9 : 1))
    }

    @Test(arguments: [(-1, 0), (0, 86_400), (90_000, 5)])
    func refusesHoursThatAreNotOfADay(_ start: Int, _ end: Int) {
        #expect(DailyWindow(start: start, end: end) == nil)
    }

    @Test func theFirstVariantWithARateHoldsForEachCounterAlone() {
        let batch = PriceCondition(selectors: ["processing": "batch"])
        let variants = [
            RateCard([.outputText: Price(.dollars(20), per: 1)], condition: batch),
            RateCard(
                [.outputText: Price(.dollars(99), per: 1), .inputUncached: Price(.dollars(10), per: 1)],
                condition: batch
            ),
        ]
        let standard = RateCard([
            .inputUncached: Price(.dollars(1), per: 1), .outputText: Price(.dollars(2), per: 1),
            .cacheRead: Price(.dollars(3), per: 1),
        ])
        let model = pricedModel([standard], variants: variants)
        let usage = TokenUsage(inputUncached: 1, cacheRead: 1, outputText: 1)
        let cost = self.book.cost(of: usage, model: model, conditions: PricingConditions(processing: .batch))
        #expect(cost.lines.map(\.amount) == [.dollars(10), .dollars(3), .dollars(20)])
        #expect(cost.lines.map(\.reason.selectors) == [batch.selectors, [:], batch.selectors])
        #expect(self.book.cost(of: usage, model: model).total == .dollars(6))
    }

    @Test func aVariantNeedsAllItsSelectors() {
        let both = PriceCondition(selectors: ["processing": "batch", "region": "us"])
        let model = pricedModel([self.card(1)], variants: [self.card(7, both)])
        #expect(self.total(model, PricingConditions(processing: .batch)) == .dollars(1))
        #expect(self.total(model, PricingConditions(processing: .batch, region: "us")) == .dollars(7))
        #expect(self.total(model, PricingConditions(processing: .batch, region: "US")) == .dollars(1))
    }

    @Test func namesConditionsThatNoPriceKnows() {
        let model = pricedModel(
            [self.card(1)],
            variants: [self.card(7, PriceCondition(selectors: ["service_tier": "flex"]))]
        )
        let conditions = PricingConditions(processing: .batch, serviceTier: "flex", speed: "standard", region: "eu")
        let cost = self.book.cost(of: self.usage, model: model, conditions: conditions)
        #expect(cost.total == .dollars(7))
        #expect(cost.disregarded == ["processing=batch", "region=eu"])
    }

    @Test func theMakersVariantsDoNotHoldWhereAnotherOffersTheModel() {
        let batch = PriceCondition(selectors: ["processing": "batch"])
        let model = pricedModel([self.card(2)], variants: [self.card(1, batch)], provider: "reseller")
        let cost = self.book.cost(of: self.usage, model: model, conditions: PricingConditions(processing: .batch))
        #expect(cost.total == .dollars(2))
        #expect(cost.disregarded == ["processing=batch"])
    }

    @Test func withoutATimeTheBundledBooksDateHolds() throws {
        let at = try #require(PriceBook.bundled.publishedAt)
        for name in ["deepseek-chat", "openrouter/openai/gpt-4o", "claude-opus-5"] {
            let usage = TokenUsage(inputUncached: 1_000, cacheRead: 10, outputText: 10)
            let dated = PriceBook.bundled.cost(of: usage, model: name, conditions: PricingConditions(at: at))
            #expect(PriceBook.bundled.cost(of: usage, model: name) == dated)
        }
    }

    @Test(arguments: [Int64.min, -1, 0, .max])
    func survivesAnyTime(_ at: Int64) {
        let cost = PriceBook.bundled.cost(of: self.usage, model: "deepseek-chat", conditions: PricingConditions(at: at))
        #expect(cost.isComplete && !cost.lines.map(\.description).isEmpty)
    }
}
