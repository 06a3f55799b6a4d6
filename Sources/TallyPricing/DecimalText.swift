/// Exact decimal text for numbers that are kept as scaled integers.
package enum DecimalText {
    /// Returns `text` times 10 to the power of `decimals`; nil if it is no decimal number, is finer, or is too large.
    package static func parse(_ text: String, decimals: Int) -> Int128? {
        var isNegative = false
        var point = false
        var digits = 0
        var fraction = 0
        var magnitude: UInt128 = 0
        for (index, byte) in text.utf8.enumerated() {
            switch byte {
            case UInt8(ascii: "-") where index == 0: isNegative = true
            case UInt8(ascii: "+") where index == 0: isNegative = false
            case UInt8(ascii: ".") where !point: point = true
            case UInt8(ascii: "0")...UInt8(ascii: "9"):
                digits += 1
                let digit = byte - UInt8(ascii: "0")
                if point, fraction == decimals {
                    guard digit == 0 else { return nil }
                    continue
                }
                if point { fraction += 1 }
                guard let next = Self.appending(UInt128(digit), to: magnitude) else { return nil }
                magnitude = next
            default: return nil
            }
        }
        guard digits > 0 else { return nil }
        let (scaled, overflow) = magnitude.multipliedReportingOverflow(by: Self.powerOfTen(decimals - fraction))
        guard !overflow else { return nil }
        if isNegative {
            return scaled <= Int128.min.magnitude ? Int128(truncatingIfNeeded: 0 &- scaled) : nil
        }
        return Int128(exactly: scaled)
    }

    private static func appending(_ digit: UInt128, to magnitude: UInt128) -> UInt128? {
        let (shifted, tooLarge) = magnitude.multipliedReportingOverflow(by: 10)
        let (sum, overflow) = shifted.addingReportingOverflow(digit)
        return tooLarge || overflow ? nil : sum
    }

    /// Returns `scaled` divided by 10 to the power of `decimals`, without zeros at the end.
    static func print(_ scaled: Int128, decimals: Int) -> String {
        var magnitude = scaled.magnitude
        var shown = decimals
        while shown > 0, magnitude % 10 == 0 {
            magnitude /= 10
            shown -= 1
        }
        return (scaled < 0 ? "-" : "") + Self.digits(magnitude, decimals: shown)
    }

    /// Returns `units` with a point before the last `decimals` digits.
    static func digits(_ units: UInt128, decimals: Int) -> String {
        guard decimals > 0 else { return units.description }
        let unit = Self.powerOfTen(decimals)
        let fraction = (units % unit).description
        return "\(units / unit)." + String(repeating: "0", count: decimals - fraction.utf8.count) + fraction
    }

    /// Ten to the power of `exponent`, which is at most 38.
    static func powerOfTen(_ exponent: Int) -> UInt128 {
        var power: UInt128 = 1
        for _ in 0..<exponent { power *= 10 }
        return power
    }
}
