import Testing

@testable import TallyPricing

@Suite struct LayerTests {
    private let usage = TokenUsage(inputUncached: 1_000_000, outputText: 1_000_000)
    // gpt-4o lists $2.5 and $10 a million.
    private let list = Money("12.5")

    private func cost(_ layers: PriceLayer..., conditions: PricingConditions = PricingConditions()) -> Cost {
        layers.reduce(PriceBook.bundled) { $0.overlaid(by: $1) }.cost(
            of: self.usage,
            model: "gpt-4o",
            conditions: conditions
        )
    }

    private func modifier(_ name: String, _ factor: String, scope: PriceModifier.Scope = .below, group: String? = nil)
        throws
        -> PriceRule.Effect
    {
        .multiply(PriceModifier(name, try #require(PriceFactor(factor)), scope: scope, exclusiveGroup: group))
    }

    @Test func aFixedPriceReplacesTheListsForItsCounterOnly() {
        let layer = PriceLayer(
            "contract",
            rules: [PriceRule(.exact("gpt-4o"), .prices([.inputUncached: perMillion(2)]))]
        )
        let cost = self.cost(layer)
        #expect(cost.total == .dollars(12))
        #expect(cost.lines.map(\.reason.list) == ["contract", "genai-prices 0.2.3"])
        #expect(PriceBook.bundled.cost(of: self.usage, model: "gpt-4o").total == self.list)
    }

    @Test func theContractIsOverTheUserIsOverTheBundledList() {
        let user = PriceLayer(
            "user",
            rules: [
                PriceRule(.any, .prices([.inputUncached: perMillion(5), .outputText: perMillion(6)]))
            ]
        )
        let contract = PriceLayer(
            "contract",
            rules: [PriceRule(.prefix("GPT-"), .prices([.inputUncached: perMillion(1)]))]
        )
        #expect(self.cost(user, contract).total == .dollars(7))
        #expect(self.cost(contract, user).total == .dollars(11))
    }

    @Test func theLastRuleOfALayerHolds() {
        let rules = [
            PriceRule(.any, .prices([.inputUncached: perMillion(5)])),
            PriceRule(
                .any,
                when: PriceCondition(selectors: ["processing": "batch"]),
                .prices([.inputUncached: perMillion(1)])
            ),
        ]
        let layer = PriceLayer("user", rules: rules)
        #expect(self.cost(layer).lines.map(\.amount) == [.dollars(5), .dollars(10)])
        let batch = self.cost(layer, conditions: PricingConditions(processing: .batch))
        #expect(batch.lines.first?.amount == .dollars(1))
    }

    @Test func discountsSpareThePricesOfTheirOwnLayer() throws {
        let rules = [
            PriceRule(.any, provider: "openai", try self.modifier("discount", "0.8")),
            PriceRule(.exact("gpt-4o"), .prices([.inputUncached: perMillion(2)])),
        ]
        #expect(self.cost(PriceLayer("contract", rules: rules)).lines.map(\.amount) == [.dollars(2), .dollars(8)])
        let other = [PriceRule(.any, provider: "azure", try self.modifier("discount", "0.8"))]
        #expect(self.cost(PriceLayer("contract", rules: other)).total == self.list)
    }

    @Test func factorsStackInOrderAndAreNamed() throws {
        let region = PriceRule(
            .any,
            when: PriceCondition(selectors: ["region": "us"]),
            try self.modifier("us", "1.1", scope: .ownAndBelow)
        )
        let user = PriceLayer("user", rules: [PriceRule(.any, .prices([.inputUncached: perMillion(10)])), region])
        let contract = PriceLayer("contract", rules: [PriceRule(.any, try self.modifier("discount", "0.9"))])
        let cost = self.cost(user, contract, conditions: PricingConditions(region: "us"))
        #expect(cost.lines.map(\.amount) == [Money("9.9"), Money("9.9")])
        #expect(cost.lines.first?.reason.factors.map(\.name) == ["us", "discount"])
        #expect(cost.lines.first?.reason.factors.map(\.factor) == ["1.1", "0.9"])
        #expect(cost.disregarded.isEmpty)
        #expect(self.cost(user, contract, conditions: PricingConditions(region: "eu")).disregarded == ["region=eu"])
    }

    @Test func oneFactorOfAGroupApplies() throws {
        let rules = [
            PriceRule(
                .any,
                when: PriceCondition(selectors: ["speed": "fast"]),
                try self.modifier("fast", "6", group: "speed")
            ),
            PriceRule(
                .any,
                when: PriceCondition(selectors: ["lane": "b"]),
                try self.modifier("lane", "0.5", group: "speed")
            ),
            PriceRule(.any, try self.modifier("all", "2")),
        ]
        let conditions = PricingConditions(speed: "fast", others: ["lane": "b"])
        #expect(self.cost(PriceLayer("user", rules: rules), conditions: conditions).total == .dollars(150))
        let lane = PricingConditions(others: ["lane": "b"])
        #expect(self.cost(PriceLayer("user", rules: rules), conditions: lane).total == self.list)
    }

    @Test func aFactorMayBeForSomeCounters() throws {
        let modifier = PriceModifier("output", try #require(PriceFactor("2")), counters: [.outputText])
        let cost = self.cost(PriceLayer("user", rules: [PriceRule(.any, .multiply(modifier))]))
        #expect(cost.lines.map(\.amount) == [Money("2.5"), .dollars(20)])
    }

    @Test func freeCapacityIsSaidToBeFree() throws {
        let rules = [
            PriceRule(.any, when: PriceCondition(selectors: ["route": "ptu"]), .free(name: "PTU")),
            PriceRule(.any, try self.modifier("us", "1.1", scope: .ownAndBelow)),
        ]
        let layer = PriceLayer("contract", rules: rules)
        let cost = self.cost(layer, conditions: PricingConditions(route: "ptu"))
        #expect(cost.total == .zero)
        #expect(cost.lines.map(\.counter) == [.inputUncached, .outputText, .requests])
        #expect(cost.lines.allSatisfy { $0.reason.freeBecause == "PTU" && $0.reason.factors.isEmpty })
        #expect(self.cost(layer).total == Money("13.75"))
        let unknown = PriceBook.bundled.overlaid(by: layer)
            .cost(of: self.usage, model: "our-own", conditions: PricingConditions(route: "ptu"))
        #expect(unknown.total == .zero)
    }

    @Test func pricesInAnotherCurrencyBecomeDollars() throws {
        let euro = PriceCurrency("EUR", dollarsPerUnit: try #require(PriceFactor("1.25")))
        let layer = PriceLayer(
            "contract",
            currency: euro,
            rules: [PriceRule(.any, .prices([.inputUncached: perMillion(2)]))]
        )
        let cost = self.cost(layer)
        #expect(cost.lines.map(\.amount) == [Money("2.5"), .dollars(10)])
        #expect(cost.lines.first?.rate == .dollars(2))
        #expect(cost.lines.first?.reason.description == "contract, dollars per EUR ×1.25")
    }

    @Test func listsTheRatesInForce() throws {
        let rules = [
            PriceRule(.any, try self.modifier("discount", "0.5")),
            PriceRule(.any, .prices([.outputText: perMillion(7), .reasoning: perMillion(8)])),
        ]
        let book = PriceBook.bundled.overlaid(by: PriceLayer("contract", rules: rules))
        let rates = book.rates(of: try #require(book.model("gpt-4o")))
        #expect(
            rates.map(\.counter) == [
                .inputUncached, .cacheRead, .outputText, .reasoning, .webSearches, .storageSearches,
            ]
        )
        #expect(rates.map(\.price.amount).prefix(4) == [Money("2.5"), Money("1.25"), .dollars(7), .dollars(8)])
        #expect(rates.map(\.reason.factors.count) == [1, 1, 0, 0, 1, 1])
    }

    @Test func aRuleHoldsInItsTimeOnly() {
        let condition = PriceCondition(from: 1_800_000_000, until: 1_800_000_100)
        let layer = PriceLayer(
            "contract",
            rules: [PriceRule(.any, when: condition, .prices([.inputUncached: perMillion(1)]))]
        )
        for (at, total) in [(1_799_999_999, self.list), (1_800_000_000, .dollars(11)), (1_800_000_100, self.list)] {
            #expect(self.cost(layer, conditions: PricingConditions(at: Int64(at))).total == total)
        }
    }

    @Test func knowsModelsThatOnlyALayerNames() {
        let rule = PriceRule(
            .exact("our-llama"),
            provider: "us",
            .prices([.inputUncached: perMillion(1), .requests: Price(.dollars(1), per: 2)])
        )
        let book = PriceBook.bundled.overlaid(by: PriceLayer("user", rules: [rule]))
        let cost = book.cost(of: TokenUsage(inputUncached: 1_000_000), model: "Our-Llama")
        #expect(cost.total == Money("1.5") && cost.model == "our-llama" && cost.provider == "us")
        #expect(book.model("our-llama")?.match == .layer)
        #expect(book.nearest(to: "our-lama", limit: 1) == ["our-llama"])
        #expect(book.cost(of: self.usage, model: "our-llama").unpriced.map(\.counter) == [.outputText])
        #expect(book.cost(of: self.usage, model: "our-llama", provider: "them").total == nil)
    }

    @Test func aBookOfLayersNeedsNoBundledList() {
        let rule = PriceRule(.prefix("m"), .prices([.inputUncached: perMillion(1), .outputText: perMillion(1)]))
        let book = PriceBook(layers: [PriceLayer("user", rules: [rule])])
        #expect(book.cost(of: self.usage, model: "mine").total == .dollars(2))
        #expect(book.cost(of: self.usage, model: "gpt-4o").total == nil)
        #expect(book.published == nil && book.source == nil && book.models.isEmpty)
        #expect(PriceBook.bundled.overlaid(by: book).layers == book.layers)
    }

    @Test func theHashTellsBooksApart() throws {
        func layer(_ name: String, _ dollars: Int, _ selectors: [String: String] = [:]) -> PriceLayer {
            let prices: [UsageCounter: Price] = [
                .inputUncached: perMillion(dollars), .outputText: perMillion(1), .images: .free,
            ]
            return PriceLayer(
                name,
                rules: [PriceRule(.any, when: PriceCondition(selectors: selectors), .prices(prices))]
            )
        }
        let pairs = ["a": "1", "b": "2", "c": "3"]
        let layers = [
            layer("a", 1), layer("a", 2), layer("b", 1), layer("a", 1, pairs), layer("a", 1, ["a": "1,1:b=1:2"]),
            layer("a", 1, ["a": "1", "b": "2"]),
            PriceLayer("a", rules: [PriceRule(.any, try self.modifier("x", "1.1"))]),
            PriceLayer("a", rules: [PriceRule(.any, try self.modifier("x", "1.1", scope: .ownAndBelow))]),
            PriceLayer("a", rules: [PriceRule(.any, .free(name: "x"))]),
            PriceLayer("a", currency: PriceCurrency("EUR", dollarsPerUnit: .one), rules: []),
            PriceLayer("a", rules: []),
        ]
        var books = layers.map { PriceBook.bundled.overlaid(by: $0) } + layers.map { PriceBook(layers: [$0]) }
        books += [.bundled, PriceBook.bundled.with(missingRates: .unpriced), PriceBook(layers: [])]
        #expect(Set(books.map(\.contentHash)).count == books.count)
        for _ in 0..<20 {
            #expect(PriceBook.bundled.overlaid(by: layer("a", 1, pairs)).contentHash == books[3].contentHash)
        }
    }
}
