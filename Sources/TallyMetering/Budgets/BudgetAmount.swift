/// An amount in the unit of a budget: money or tokens.
public enum BudgetAmount: Hashable, Sendable {
    /// US dollars.
    case money(Money)
    /// Tokens of all classes.
    case tokens(Int)

    /// The most units that are ever counted for one call, about $154 trillion: even a trillion of them do not overflow.
    static let largest = Int128.max >> 40

    /// The amount in pico-dollars or tokens.
    var units: Int128 {
        switch self {
        case .money(let money): money.picodollars
        case .tokens(let tokens): Int128(tokens)
        }
    }

    /// The same unit with another number.
    func with(units: Int128) -> BudgetAmount {
        switch self {
        case .money: .money(Money(picodollars: units))
        case .tokens: .tokens(Int(clamping: units))
        }
    }
}

extension BudgetAmount: CustomStringConvertible {
    /// The amount for people: `$12.5`, `300000 tokens`.
    public var description: String {
        switch self {
        case .money(let money) where money < .zero: "-$\((Money.zero - money).description)"
        case .money(let money): "$\(money.description)"
        case .tokens(let tokens): "\(tokens) tokens"
        }
    }
}

extension Int128 {
    /// The sum, at most `max` and at least `min`.
    func addingSaturated(_ other: Int128) -> Int128 {
        let (sum, overflow) = self.addingReportingOverflow(other)
        return overflow ? (other > 0 ? .max : .min) : sum
    }

    /// The product with a number that is not negative, at most `max` and at least `min`.
    func multipliedSaturated(by other: Int128) -> Int128 {
        let (product, overflow) = self.multipliedReportingOverflow(by: other)
        return overflow ? (self > 0 ? .max : .min) : product
    }
}
