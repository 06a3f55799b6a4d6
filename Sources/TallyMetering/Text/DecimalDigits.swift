/// Numbers as ASCII digits in a buffer, without a string in between.
package enum DecimalDigits {
    /// Appends `number`.
    package static func append(_ number: Int, to bytes: inout [UInt8]) {
        if number < 0 { bytes.append(UInt8(ascii: "-")) }
        Self.append(UInt64(number.magnitude), width: 1, to: &bytes)
    }

    /// Appends `number`, with zeros in front if it has less than `width` digits, which are 1 to 20.
    package static func append(_ number: UInt64, width: Int, to bytes: inout [UInt8]) {
        var digits = width
        while digits < 20, number >= Self.powersOfTen[digits] { digits += 1 }
        bytes.append(contentsOf: repeatElement(UInt8(ascii: "0"), count: digits))
        var rest = number
        var position = bytes.count
        while rest > 0 {
            position -= 1
            bytes[position] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10)
            rest /= 10
        }
    }

    /// Appends `scaled` divided by ten to the power of `decimals`, exactly, without zeros at the end: a JSON number.
    ///
    /// - Precondition: `decimals` is at most 18.
    package static func append(_ scaled: Int128, decimals: Int, to bytes: inout [UInt8]) {
        if scaled < 0 { bytes.append(UInt8(ascii: "-")) }
        let unit = Self.powersOfTen[decimals]
        // Most amounts fit 64 bits, where dividing is a single instruction.
        let (whole, fraction): (UInt128, UInt64)
        if let small = UInt64(exactly: scaled.magnitude) {
            (whole, fraction) = (UInt128(small / unit), small % unit)
        } else {
            let (quotient, remainder) = scaled.magnitude.quotientAndRemainder(dividingBy: UInt128(unit))
            (whole, fraction) = (quotient, UInt64(remainder))
        }
        if let small = UInt64(exactly: whole) {
            Self.append(small, width: 1, to: &bytes)
        } else {
            bytes.append(contentsOf: whole.description.utf8)
        }
        guard fraction > 0 else { return }
        bytes.append(UInt8(ascii: "."))
        Self.append(fraction, width: decimals, to: &bytes)
        while bytes.last == UInt8(ascii: "0") { bytes.removeLast() }
    }

    private static let powersOfTen: [UInt64] = (0..<20).map { exponent in
        (0..<exponent).reduce(1) { power, _ in power * 10 }
    }

    /// Returns the number that the digits from `start` on state, and no more than that many; nil for anything else.
    static func number(_ text: Span<UInt8>, at start: Int, digits: Int) -> Int? {
        guard start >= 0, start + digits <= text.count else { return nil }
        var number = 0
        for index in start..<start + digits {
            let digit = text[index] &- UInt8(ascii: "0")
            guard digit <= 9 else { return nil }
            number = number * 10 + Int(digit)
        }
        return number
    }
}
