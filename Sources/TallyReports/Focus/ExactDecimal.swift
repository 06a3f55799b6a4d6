internal import TallyPricing

/// A decimal number that is never rounded: an operation that would need more than 128 bits gives nothing.
struct ExactDecimal: Hashable, Sendable {
    /// The number without its point, without zeros at the end that come after the point.
    let units: Int128
    /// How many of the digits come after the point.
    let decimals: Int

    /// Creates `units` divided by ten to the power of `decimals`.
    init(_ units: Int128, decimals: Int = 0) {
        var (units, decimals) = (units, decimals)
        while decimals > 0, units % 10 == 0 { (units, decimals) = (units / 10, decimals - 1) }
        self.units = units
        self.decimals = decimals
    }

    /// Creates an amount of dollars.
    init(_ money: Money) { self.init(money.picodollars, decimals: 12) }

    /// Creates the number of a decimal text; nil for any other text and for more than 18 decimals.
    init?(_ text: String) {
        guard let units = DecimalText.parse(text, decimals: 18) else { return nil }
        self.init(units, decimals: 18)
    }

    /// Returns the product.
    func times(_ other: ExactDecimal) -> ExactDecimal? {
        let (product, overflow) = self.units.multipliedReportingOverflow(by: other.units)
        return overflow ? nil : ExactDecimal(product, decimals: self.decimals + other.decimals)
    }

    /// Returns the quotient, if it ends.
    func divided(by divisor: Int) -> ExactDecimal? {
        guard divisor > 0 else { return nil }
        var (rest, units, decimals) = (Int128(divisor), self.units, self.decimals)
        // A tenth for each 2 and 5 of the divisor, and what is left of it has to go into the digits.
        for (factor, other) in [(Int128(2), Int128(5)), (5, 2)] {
            while rest % factor == 0 {
                let (product, overflow) = units.multipliedReportingOverflow(by: other)
                guard !overflow else { return nil }
                (rest, units, decimals) = (rest / factor, product, decimals + 1)
            }
        }
        return units % rest == 0 ? ExactDecimal(units / rest, decimals: decimals) : nil
    }
}

extension ExactDecimal: CustomStringConvertible {
    /// The number with a point and at least one digit behind it: `3.0`, `0.0125`.
    var description: String {
        let decimals = max(self.decimals, 1)
        var digits = String(self.units.magnitude) + (self.decimals == 0 ? "0" : "")
        if digits.utf8.count <= decimals {
            digits = String(repeating: "0", count: decimals + 1 - digits.utf8.count) + digits
        }
        let point = digits.index(digits.endIndex, offsetBy: -decimals)
        return (self.units < 0 ? "-" : "") + digits[..<point] + "." + digits[point...]
    }
}
