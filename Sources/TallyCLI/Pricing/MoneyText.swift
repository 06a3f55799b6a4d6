internal import TallyEstimation

/// Amounts of money as people read them.
enum MoneyText {
    /// Dollars in a few characters: cents from a dollar upwards, below it four significant digits.
    ///
    /// What is more than nothing is never shown as nothing: `$1,234.57`, `$0.04`, `$0.000123`.
    static func short(_ money: Money) -> String {
        if money == .zero { return "$0" }
        let dollar = Int128(1_000_000_000_000)
        var decimals = 2
        if money.picodollars.magnitude < dollar.magnitude {
            // The first digit that is not zero, and three more; twelve decimals are all there are.
            var limit = dollar.magnitude / 10
            decimals = 4
            while money.picodollars.magnitude < limit, decimals < 12 {
                limit /= 10
                decimals += 1
            }
        }
        return Self.text(money.formatted(decimals: min(decimals, 12)))
    }

    /// Dollars with all their decimals, at least two of them after a point: `$2.50`, `$0.0125`.
    static func exact(_ money: Money) -> String {
        Self.text(money.description)
    }

    private static func text(_ decimal: String) -> String {
        let isNegative = decimal.hasPrefix("-")
        let parts = decimal.drop { $0 == "-" }.split(separator: ".", maxSplits: 1)
        var fraction = parts.count > 1 ? String(parts[1]) : ""
        while fraction.count > 2, fraction.last == "0" { fraction.removeLast() }
        if fraction.allSatisfy({ $0 == "0" }), parts.count < 2 || fraction.count < 2 { fraction = "00" }
        if fraction.count == 1 { fraction += "0" }
        return (isNegative ? "-$" : "$") + NumberText.grouped(digits: String(parts[0])) + "." + fraction
    }
}

extension Money {
    /// Returns this amount `count` times, at most ``Money/max``.
    func times(_ count: Int) -> Money {
        let (product, overflow) = self.picodollars.multipliedReportingOverflow(by: Int128(count))
        return overflow ? .max : Money(picodollars: product)
    }

    /// Returns what a million units cost if this is the amount for `per` of them, rounded half up to a pico-dollar.
    func perMillion(per: Int) -> Money {
        let (product, overflow) = self.picodollars.multipliedReportingOverflow(by: 1_000_000)
        return overflow ? .max : Money(picodollars: (product + Int128(per / 2)) / Int128(per))
    }
}

extension JSONValue {
    /// The amount as a JSON number with all its decimals; null for none.
    static func money(_ money: Money?) -> JSONValue {
        money.map { .decimal($0.description) } ?? .null
    }
}
