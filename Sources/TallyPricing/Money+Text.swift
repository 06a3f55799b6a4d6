extension Money: LosslessStringConvertible, CustomStringConvertible {
    /// Creates the amount that a decimal text states: an optional sign, digits, at most one point.
    ///
    /// - Returns: Nil for any other text, for more than twelve decimals that are not zero, and outside the range. Nothing
    ///   is ever rounded here.
    public init?(_ text: String) {
        guard let picodollars = DecimalText.parse(text, decimals: Self.decimals) else { return nil }
        self.init(picodollars: picodollars)
    }

    /// The amount as plain decimal text with at most twelve decimals and no zeros at the end: `3`, `-0.0125`.
    ///
    /// It is also a JSON number.
    public var description: String {
        DecimalText.print(self.picodollars, decimals: Self.decimals)
    }

    /// Returns the amount with exactly `decimals` decimals (0 to 12), rounded half to even: for reading, not for sums.
    public func formatted(decimals: Int) -> String {
        let shown = Swift.min(Swift.max(decimals, 0), Self.decimals)
        let unit = DecimalText.powerOfTen(Self.decimals - shown)
        let magnitude = self.picodollars.magnitude
        var units = magnitude / unit
        let rest = magnitude % unit
        if rest > unit - rest || (rest == unit - rest && rest != 0 && units % 2 == 1) {
            units += 1
        }
        let text = DecimalText.digits(units, decimals: shown)
        return self.picodollars < 0 && units != 0 ? "-" + text : text
    }
}

extension Money: Codable {
    /// Reads an amount from a decimal text.
    ///
    /// - Throws: `DecodingError.dataCorrupted` for text that is not an exact amount.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        guard let money = Money(try container.decode(String.self)) else {
            throw DecodingError.dataCorruptedError(
                in: container,
                debugDescription: "an amount of money is decimal text with at most 12 decimals"
            )
        }
        self = money
    }

    /// Writes the amount as decimal text: no coder keeps a number of this size exact.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(self.description)
    }
}
