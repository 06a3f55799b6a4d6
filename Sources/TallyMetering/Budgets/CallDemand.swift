internal import TallyPricing

/// What a planned call asks of budgets at worst, after the rules for what is unknown.
struct CallDemand: Sendable {
    /// Tokens of all classes; nil if the output has no limit and none may be assumed.
    let tokens: Int?
    /// Money; nil if the price is unknown and none may be assumed.
    let money: Money?
    /// Whether the price is unknown.
    let isUnpriced: Bool
    /// The output tokens that were assumed.
    let assumedOutput: Int?

    init(_ call: PlannedCall, unpriced: UnpricedRule, unknownOutput: UnknownOutputRule) {
        var output = call.maximumOutputTokens.map { max($0, 0) }
        var assumed: Int?
        if output == nil, case .assume(let tokens) = unknownOutput {
            assumed = max(tokens, 0)
            output = assumed
        }
        self.assumedOutput = assumed
        self.tokens = output.map { max(call.inputTokens, 0).addingSaturated($0) }
        var money = assumed == nil ? call.maximumCost : nil
        if money == nil, let output { money = call.costWithOutput?(output) }
        // A price that is stated for no limit of output is taken at its word.
        if money == nil { money = call.maximumCost }
        self.isUnpriced = money == nil
        self.money = (money ?? Self.assumedCost(ofTokens: self.tokens, unpriced)).map { max($0, .zero) }
    }

    /// What so many tokens cost by the rule for unknown prices; nil if it assumes none.
    static func assumedCost(ofTokens tokens: Int?, _ rule: UnpricedRule) -> Money? {
        guard let tokens, case .assume(let rate) = rule else { return nil }
        let product = rate.picodollars.multipliedSaturated(by: Int128(max(tokens, 0)))
        let (quotient, remainder) = product.quotientAndRemainder(dividingBy: 1_000_000)
        return Money(picodollars: remainder > 0 ? quotient + 1 : quotient)
    }
}
