import TallyTestSupport
import Testing

@testable import TallyPricing

@Suite struct PriceSheetTests {
    @Test func aCountersPositionIsThatOfItsDeclaration() {
        #expect(UsageCounter.allCases.map(\.position) == Array(UsageCounter.allCases.indices))
    }

    @Test func aSheetGivesTheFiguresOfItsBook() throws {
        let seed = TestEnvironment.seed
        print("random usages of random models, TALLY_SEED=\(seed)")
        var generator = SeededGenerator(seed: seed)
        let books = try [PriceBook.bundled, .bundled.with(missingRates: .unpriced), Self.layered(), Self.ownOnly()]
        let models = PriceBook.bundled.models.map { ($0.id, $0.provider) }
        #expect(models.count > 500)
        let others = [("nobody's", "openai"), ("nobody's", "nobody"), ("own", "own"), ("gpt-own", ""), ("", "")]
        var held = 0
        for (model, provider) in models.shuffled(using: &generator).prefix(300) + others {
            let book = books[Int.random(in: 0..<books.count, using: &generator)]
            let conditions = Self.conditions(&generator)
            let name: String? = Int.random(in: 0..<8, using: &generator) == 0 ? nil : provider
            let sheet = book.sheet(model: model, provider: name, conditions: conditions, at: conditions.at ?? 0)
            #expect(sheet.holds(at: conditions.at ?? 0))
            for _ in 0..<8 {
                let usage = Self.usage(&generator)
                var asked = conditions
                let step: Int64 = [0, 1, 3_600, 40_000, 86_400, 30_000_000].randomElement(using: &generator) ?? 0
                asked.at = conditions.at.map { $0 + Int64.random(in: (-step)...step, using: &generator) }
                guard sheet.holds(at: asked.at ?? 0) else { continue }
                held += 1
                #expect(sheet.cost(of: usage) == book.cost(of: usage, model: model, provider: name, conditions: asked))
            }
        }
        #expect(held > 1_000)
    }

    @Test func aSheetEndsWhereAPriceDoes() throws {
        let night = try #require(DailyWindow(start: 23 * 3_600, end: 3_600))
        let layer = PriceLayer(
            "dated",
            rules: [
                PriceRule(.exact("m"), .prices([.inputUncached: Price(.dollars(1), per: 1)])),
                PriceRule(
                    .exact("m"),
                    when: PriceCondition(from: 1_000_000, until: 2_000_000),
                    .prices([.inputUncached: Price(.dollars(2), per: 1)])
                ),
                PriceRule(
                    .exact("m"),
                    when: PriceCondition(hours: night),
                    .prices([.inputUncached: Price(.dollars(3), per: 1)])
                ),
            ]
        )
        let book = PriceBook(layers: [layer])
        let usage = TokenUsage(inputUncached: 1)
        var sheet = book.sheet(model: "m", provider: nil, conditions: PricingConditions(), at: 900_000)
        var sheets = 1
        for second in stride(from: Int64(900_000), to: 2_200_000, by: 100) {
            if !sheet.holds(at: second) {
                sheet = book.sheet(model: "m", provider: nil, conditions: PricingConditions(), at: second)
                sheets += 1
            }
            let cost = book.cost(of: usage, model: "m", conditions: PricingConditions(at: second))
            #expect(sheet.cost(of: usage) == cost)
        }
        // Two borders of dates, and two of hours on each of fifteen days.
        #expect(30...34 ~= sheets)
        for extreme in [Int64.min, .max, -1, 0] {
            let sheet = book.sheet(model: "m", provider: nil, conditions: PricingConditions(), at: extreme)
            #expect(sheet.holds(at: extreme))
            let cost = book.cost(of: usage, model: "m", conditions: PricingConditions(at: extreme))
            #expect(sheet.cost(of: usage) == cost)
        }
    }

    private static func usage(_ generator: inout SeededGenerator) -> TokenUsage {
        var usage = TokenUsage()
        for _ in 0..<Int.random(in: 0...5, using: &generator) {
            guard let counter = UsageCounter.allCases.randomElement(using: &generator) else { continue }
            let limit = [10, 100_000, 1_000_000, Int.max].randomElement(using: &generator) ?? 1
            usage[counter] = Int.random(in: (limit == 10 ? -3 : 0)...limit, using: &generator)
        }
        return usage
    }

    private static func conditions(_ generator: inout SeededGenerator) -> PricingConditions {
        PricingConditions(
            at: Int64.random(in: 1_690_000_000...1_810_000_000, using: &generator),
            processing: Int.random(in: 0..<4, using: &generator) == 0 ? .batch : .standard,
            serviceTier: [nil, nil, "default", "flex", "priority", "gold"].randomElement(using: &generator) ?? nil,
            speed: [nil, nil, "fast", "standard"].randomElement(using: &generator) ?? nil,
            region: [nil, nil, "us", "eu-west-1"].randomElement(using: &generator) ?? nil,
            route: [nil, nil, "ptu"].randomElement(using: &generator) ?? nil
        )
    }

    private static func layered() throws -> PriceBook {
        let discount = PriceModifier("committed use", try #require(PriceFactor("0.85")))
        let long = try #require(PriceFactor("0.123456789012345678"))
        let night = try #require(DailyWindow(start: 16 * 3_600, end: 1_800))
        return PriceBook.bundled
            .overlaid(
                by: PriceLayer(
                    "euros",
                    currency: PriceCurrency("EUR", dollarsPerUnit: try #require(PriceFactor("1.0837"))),
                    rules: [
                        PriceRule(
                            .prefix("g"),
                            when: PriceCondition(from: 1_750_000_000, hours: night),
                            .prices([
                                .inputUncached: Price(.dollars(2), per: 1_000_000),
                                .requests: Price(.dollars(1), per: 7),
                            ])
                        ),
                        PriceRule(.prefix("c"), .multiply(PriceModifier("long", long, scope: .ownAndBelow))),
                        PriceRule(.prefix("c"), .multiply(PriceModifier("longer", long, scope: .ownAndBelow))),
                        PriceRule(.prefix("claude-3"), .multiply(PriceModifier("longest", long, scope: .ownAndBelow))),
                    ]
                )
            )
            .overlaid(
                by: PriceLayer(
                    "contract",
                    rules: [
                        PriceRule(.any, provider: "anthropic", .multiply(discount)),
                        PriceRule(.any, when: PriceCondition(selectors: ["route": "ptu"]), .free(name: "PTU")),
                        PriceRule(
                            .any,
                            provider: "own",
                            .prices([
                                .outputText: Price(
                                    .dollars(3),
                                    per: 1_000,
                                    tiers: [
                                        PriceTier(.above(1_000, .quantity), .dollars(2)),
                                        PriceTier(.from(9_000, .quantity), .dollars(1)),
                                    ],
                                    tierEffect: .marginal,
                                    minimumQuantity: 10
                                )
                            ])
                        ),
                    ]
                )
            )
    }

    private static func ownOnly() throws -> PriceBook {
        PriceBook(layers: Array(try Self.layered().layers))
    }
}
