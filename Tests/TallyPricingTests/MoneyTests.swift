import Foundation
import Testing

@testable import TallyPricing

@Suite struct MoneyTests {
    @Test(
        arguments: [
            ("0", 0), ("3", 3_000_000_000_000), ("-3", -3_000_000_000_000), ("+0.5", 500_000_000_000),
            ("0.000000000001", 1), ("-0.000000000001", -1), (".25", 250_000_000_000), ("2.", 2_000_000_000_000),
            ("0.0125", 12_500_000_000), ("1.0000000000000000000", 1_000_000_000_000), ("007", 7_000_000_000_000),
        ] as [(String, Int128)]
    )
    func readsDecimalText(_ text: String, _ picodollars: Int128) {
        #expect(Money(text)?.picodollars == picodollars)
    }

    @Test(arguments: [
        "", "-", ".", "1.2.3", "1e3", " 1", "1 ", "$1", "1,5", "--1", "1-", "0.0000000000001", "nan", "٣",
        "170141183460469231731687303715884105728", "999999999999999999999999999999999999999999999999",
    ])
    func refusesWhatIsNoExactAmount(_ text: String) {
        #expect(Money(text) == nil)
    }

    @Test(
        arguments: [
            (0, "0"), (1, "0.000000000001"), (-1, "-0.000000000001"), (1_000_000_000_000, "1"),
            (12_500_000_000, "0.0125"),
            (-1_500_000_000_000, "-1.5"), (10_000_000_000_000, "10"),
            (Int128.max, "170141183460469231731687303.715884105727"),
            (Int128.min, "-170141183460469231731687303.715884105728"),
        ] as [(Int128, String)]
    )
    func printsDecimalTextThatReadsBack(_ picodollars: Int128, _ text: String) {
        let money = Money(picodollars: picodollars)
        #expect(money.description == text)
        #expect(Money(text) == money)
    }

    @Test(arguments: [
        ("0.005", 2, "0.00"), ("0.015", 2, "0.02"), ("0.025", 2, "0.02"), ("0.0050001", 2, "0.01"),
        ("-0.015", 2, "-0.02"),
        ("-0.001", 2, "0.00"), ("2.5", 0, "2"), ("3.5", 0, "4"), ("1.5", 4, "1.5000"), ("9.999", 2, "10.00"),
        ("0.000000000001", 40, "0.000000000001"), ("7", -3, "7"),
    ])
    func formatsRoundingHalfToEven(_ amount: String, _ decimals: Int, _ text: String) throws {
        #expect(try #require(Money(amount)).formatted(decimals: decimals) == text)
    }

    @Test func formatsTheEndsOfTheRange() {
        #expect(Money.max.formatted(decimals: 0) == "170141183460469231731687304")
        #expect(Money.min.formatted(decimals: 2) == "-170141183460469231731687303.72")
    }

    @Test func sumsStayInTheRange() {
        #expect(Money.max + Money(picodollars: 1) == .max)
        #expect(Money.min + Money(picodollars: -1) == .min)
        #expect(Money.min - Money(picodollars: 1) == .min)
        #expect(Money.max - Money(picodollars: -1) == .max)
        #expect(Money.dollars(2) - Money.dollars(3) == Money("-1"))
        #expect(Money.dollars(.max) > .zero)
    }

    @Test func isCodedAsText() throws {
        let amounts = ["amount": try #require(Money("-0.0125"))]
        let data = try JSONEncoder().encode(amounts)
        #expect(String(decoding: data, as: UTF8.self) == #"{"amount":"-0.0125"}"#)
        #expect(try JSONDecoder().decode([String: Money].self, from: data) == amounts)
        #expect(throws: DecodingError.self) {
            try JSONDecoder().decode([Money].self, from: Data(#"["0.0000000000001"]"#.utf8))
        }
    }
}

@Suite struct PriceArithmeticTests {
    @Test(arguments: [(1, 0), (3, 2), (5, 2), (7, 4), (2, 1)] as [(Int, Int128)])
    func roundsHalfToEven(_ quantity: Int, _ picodollars: Int128) {
        let amount = PriceArithmetic.amount(of: quantity, at: Money(picodollars: 1), per: 2, times: .one)
        #expect(amount?.picodollars == picodollars)
    }

    @Test func roundsCreditsAsItRoundsCharges() {
        let amount = PriceArithmetic.amount(of: 3, at: Money(picodollars: -1), per: 2, times: .one)
        #expect(amount?.picodollars == -2)
    }

    @Test func roundsOnceAfterAllFactors() throws {
        // 1 × 1 / 2 × 1.1 × 0.9 is 0.495, which is 0; rounded on the way it would be 1 or more.
        let reduced = try #require(PriceFactor("0.9"))
        let factor = try #require(PriceFactor("1.1")?.multiplied(by: reduced))
        #expect(PriceArithmetic.amount(of: 1, at: Money(picodollars: 1), per: 2, times: factor)?.picodollars == 0)
        #expect(PriceArithmetic.amount(of: 1_000, at: .dollars(1), per: 1, times: factor) == .dollars(990))
    }

    @Test func survivesAnyQuantityAndRate() throws {
        let dollars = PriceArithmetic.amount(of: .max, at: .dollars(600), per: 1_000_000, times: .one)
        #expect(dollars == Money("5534023222112865.4842"))
        #expect(PriceArithmetic.amount(of: .max, at: .max, per: 1, times: .one) == nil)
        #expect(PriceArithmetic.amount(of: 1, at: .max, per: 1, times: try #require(PriceFactor("2"))) == nil)
        #expect(PriceArithmetic.amount(of: 1, at: .max, per: 1, times: .one) == .max)
        #expect(PriceArithmetic.amount(of: -1, at: .dollars(1), per: 1, times: .one) == nil)
        let tiny = try #require(PriceFactor("0.000000000000000001"))
        #expect(PriceArithmetic.amount(of: .max, at: .dollars(1), per: .max, times: tiny)?.picodollars == 0)
    }

    @Test func dividesWideProductsExactly() throws {
        // 10^17 × 10^19 pico-dollars × 10^18 / 10^18 needs 178 bits on the way.
        let factor = try #require(PriceFactor("1000000000000000000"))
        let amount = PriceArithmetic.amount(
            of: 100_000_000_000_000_000,
            at: .dollars(10_000_000),
            per: 1_000_000_000_000_000_000,
            times: factor
        )
        #expect(amount == Money("1000000000000000000000000"))
    }
}

@Suite struct FactorTests {
    @Test(arguments: [
        ("1", "1"), ("1.10", "1.1"), ("0.5", "0.5"), ("0", "0"), ("12.000000000000000001", "12.000000000000000001"),
    ])
    func readsAndPrints(_ text: String, _ printed: String) {
        #expect(PriceFactor(text)?.description == printed)
    }

    @Test(arguments: ["-1", "x", "", "0.0000000000000000001"])
    func refusesOtherText(_ text: String) {
        #expect(PriceFactor(text) == nil)
    }

    @Test(arguments: [("15", "0.85"), ("0", "1"), ("100", "0"), ("12.5", "0.875")])
    func isWhatADiscountLeaves(_ percent: String, _ factor: String) {
        #expect(PriceFactor(percentOff: percent) == PriceFactor(factor))
    }

    @Test(arguments: ["101", "-1", "ten"])
    func refusesDiscountsThatAreNone(_ percent: String) {
        #expect(PriceFactor(percentOff: percent) == nil)
    }
}
