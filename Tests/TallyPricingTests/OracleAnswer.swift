import Foundation
import Testing

@testable import TallyPricing

/// A question and what genai-prices answers, as `Tests/Reference/genai_prices_oracle.py` writes them.
struct OracleAnswer: Decodable, Sendable {
    struct Lookup: Decodable {
        let provider: String
        let lister: String
        let model: String
    }

    struct Rate: Decodable {
        let rate: String
        let per: Int
        let quantity: Int
    }

    let name: String
    let provider: String?
    let at: Int64
    let conditions: [String: String]
    let usage: TokenUsage
    let prefixed: Bool
    let lookup: Lookup?
    let rates: [String: Rate]?
    let total: String?
    let finest: [String]?
    let uncharged: [String]?
    let error: String?

    /// Reads one answer a line.
    static func all(in data: Data) throws -> [OracleAnswer] {
        try data.split(separator: UInt8(ascii: "\n")).map { try JSONDecoder().decode(OracleAnswer.self, from: $0) }
    }

    private var pricingConditions: PricingConditions {
        var others = self.conditions
        let processing =
            others.removeValue(forKey: "processing") == "batch" ? PricingConditions.Processing.batch : .standard
        let serviceTier = others.removeValue(forKey: "service_tier")
        return PricingConditions(at: self.at, processing: processing, serviceTier: serviceTier, others: others)
    }

    /// What is asked, for messages.
    var question: String {
        "\(self.provider ?? "any provider"), \(self.name), at \(self.at), \(self.conditions), \(self.usage)"
    }

    /// Expects of our book what the library answers.
    func check(_ book: PriceBook) {
        let cost = book.cost(
            of: self.usage,
            model: self.name,
            provider: self.provider,
            conditions: self.pricingConditions
        )
        let found = book.model(self.name, provider: self.provider)
        #expect(found?.provider == self.lookup?.provider, "\(self.question)")
        #expect(found?.listProvider == self.lookup?.lister, "\(self.question)")
        #expect(found?.id == self.lookup?.model, "\(self.question)")
        guard self.lookup != nil else { return self.checkUnknown(cost) }
        if self.provider == nil {
            #expect((found?.match == .providerPrefix) == self.prefixed, "\(self.question)")
        }
        #expect(self.error == nil, "the library refuses what we price: \(self.question)")
        self.checkRates(cost)
        self.checkTotal(cost)
        // The library charges nothing, silently, for what has no price. We say that it is unpriced.
        let unpriced = cost.unpriced.map(\.counter.rawValue).sorted()
        #expect(unpriced == self.uncharged, "\(self.question)")
        // A rate that starts later is told from one that never was.
        #expect(Set(cost.unpriced.map(\.reason)).isSubset(of: [.noRate, .notInForce]), "\(self.question)")
        #expect((cost.total == nil) == !unpriced.isEmpty, "\(self.question)")
    }

    private func checkUnknown(_ cost: Cost) {
        #expect(cost.total == nil && cost.lines.isEmpty && !cost.unpriced.isEmpty, "\(self.question)")
        let codes = Set(cost.unpriced.map(\.reason))
        #expect(codes == [.unknownModel] || codes == [.unknownProvider], "\(self.question)")
    }

    /// Rate by rate: the same quantity at the same price.
    private func checkRates(_ cost: Cost) {
        let lines = Dictionary(grouping: cost.lines) { ($0.reason.inheritedFrom ?? $0.counter).rawValue }
        let rates = self.rates ?? [:]
        #expect(Set(lines.keys) == Set(rates.keys), "\(self.question)")
        for (counter, rate) in rates {
            let charged = lines[counter] ?? []
            #expect(charged.reduce(0) { $0 + $1.chargedQuantity } == rate.quantity, "\(counter): \(self.question)")
            #expect(charged.allSatisfy { $0.per == rate.per }, "\(counter): \(self.question)")
            guard let expected = Decimal(string: rate.rate) else {
                Issue.record("the oracle's rate is no number: \(rate.rate)")
                continue
            }
            let tolerance = self.isRounded(counter) ? Self.halfPicodollar : 0
            for line in charged {
                #expect(abs(Self.decimal(line.rate) - expected) <= tolerance, "\(counter): \(self.question)")
            }
        }
    }

    /// The sum differs by no more than the rounding of each line, and of the rates that are finer than ours.
    private func checkTotal(_ cost: Cost) {
        guard let expected = self.total.flatMap({ Decimal(string: $0) }) else {
            Issue.record("the oracle has no total: \(self.question)")
            return
        }
        var tolerance = Self.halfPicodollar * Decimal(cost.lines.count)
        for line in cost.lines where self.isRounded((line.reason.inheritedFrom ?? line.counter).rawValue) {
            tolerance += Self.halfPicodollar * Decimal(line.chargedQuantity) / Decimal(line.per)
        }
        #expect(abs(Self.decimal(cost.pricedTotal) - expected) <= tolerance, "\(self.question)")
    }

    private func isRounded(_ counter: String) -> Bool {
        self.finest?.contains(counter) ?? false
    }

    private static let halfPicodollar = Decimal(sign: .plus, exponent: -13, significand: 5)

    private static func decimal(_ money: Money) -> Decimal {
        Decimal(string: money.description) ?? .nan
    }
}
