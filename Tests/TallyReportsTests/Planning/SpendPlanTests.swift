import TallyPricing
import Testing

@testable import TallyReports

/// The examples of the article ForecastSpend, worked out by hand there.
@Suite struct SpendPlanTests {
    private static let book = PriceBook(
        layers: [
            PriceLayer(
                "list",
                rules: [
                    PriceRule(
                        .exact("m"),
                        .prices([
                            .inputUncached: Price(Money("2.5") ?? .zero, per: 1_000_000),
                            .cacheRead: Price(Money("1.25") ?? .zero, per: 1_000_000),
                            .outputText: Price(.dollars(10), per: 1_000_000),
                        ])
                    ),
                    PriceRule(
                        .exact("m"),
                        when: PriceCondition(selectors: ["processing": "batch"]),
                        .multiply(PriceModifier("batch", PriceFactor("0.5") ?? .one, scope: .ownAndBelow))
                    ),
                ]
            )
        ]
    )

    private static func useCase() -> SpendPlan.UseCase {
        SpendPlan.UseCase("answers", model: "m", calls: 100_000, inputTokens: 2_000, outputTokens: 500)
    }

    private static func cost(_ useCase: SpendPlan.UseCase) -> Money? {
        SpendPlan.cost(of: useCase, by: Self.book, at: nil)
    }

    @Test func aCallCostsItsTokens() {
        #expect(Self.cost(Self.useCase()) == Money("0.01"))
        var cached = Self.useCase()
        cached.cacheShare = 0.4
        #expect(Self.cost(cached) == Money("0.009"))
        var batched = Self.useCase()
        batched.batchShare = 0.2
        #expect(Self.cost(batched) == Money("0.009"))
        var unknown = Self.useCase()
        unknown.model = "nobody"
        #expect(Self.cost(unknown) == nil)
    }

    @Test func monthsGrow() throws {
        var useCase = Self.useCase()
        useCase.growth = 0.05
        var plan = SpendPlan([useCase])
        plan.months = 2
        let report = plan.report(by: Self.book, at: nil)
        let months = try #require(report.tables.first { $0.key == "months" })
        #expect(months.rows.map { $0.values[2] } == ["1850", "1942.5", "3792.5"].map { .money(Money($0) ?? .zero) })
        // 0.8 · 100,000 · 1.7 · $0.01 and 1.3 · 100,000 · 2 · $0.01.
        #expect(months.rows[0].values[1] == .money(.dollars(1_360)))
        #expect(months.rows[0].values[3] == .money(.dollars(2_600)))
    }

    @Test func anOverheadThatIsKnownHoldsInAllScenarios() throws {
        var useCase = Self.useCase()
        useCase.overhead = 1.2
        let months = try #require(SpendPlan([useCase]).report(by: Self.book, at: nil).tables.first)
        #expect(
            months.rows[0].values[1...3] == [.money(.dollars(960)), .money(.dollars(1_200)), .money(.dollars(1_560))]
        )
    }

    @Test func termsChangeAMonth() {
        let month = Money.dollars(1_850)
        var terms = ContractTerms()
        terms.priceFactor = 0.85
        #expect(terms.applied(to: month) == Money("1572.5"))
        terms = ContractTerms()
        terms.utilisation = 0.8
        #expect(terms.applied(to: month) == .dollars(2_220))
        terms = ContractTerms()
        terms.commitment = .dollars(2_000)
        #expect(terms.applied(to: month) == .dollars(2_000))
        #expect(terms.applied(to: .dollars(3_000)) == .dollars(3_000))
    }

    @Test func whatHasNoPriceIsSaid() throws {
        var unknown = Self.useCase()
        (unknown.name, unknown.model) = ("other", "nobody")
        let report = SpendPlan([Self.useCase(), unknown]).report(by: Self.book, at: nil)
        #expect(report.notes.contains { $0.code == "unpriced" && $0.text.contains("other") })
        let cases = try #require(report.tables.last)
        #expect(cases.rows.last?.kind == .gap)
        #expect(cases.rows.last?.values.last == .absent)
    }

    @Test(arguments: [
        ("1", 0.5, "0.5"), ("0.000000000001", 0.5, "0"), ("0.000000000003", 0.5, "0.000000000002"),
        ("-0.000000000003", 0.5, "-0.000000000002"), ("3", -1.000_000_001, "-3.000000003"), ("7", 0, "0"),
    ])
    func scalingRoundsHalfToEven(amount: String, factor: Double, expected: String) {
        #expect(Money(amount)?.scaled(by: factor) == Money(expected))
    }

    @Test func scalingNeverTraps() {
        for factor in [Double.infinity, -.infinity, .nan, 1e300, -1e300, 1e-300, 1e28] {
            for money in [Money.max, .min, .zero, .dollars(1)] { _ = money.scaled(by: factor) }
            _ = Money(estimate: factor)
        }
        #expect(Money.max.scaled(by: 2) == .max)
        #expect(Money.min.scaled(by: 2) == .min)
        #expect(Money.min.scaled(by: -2) == .max)
    }
}
