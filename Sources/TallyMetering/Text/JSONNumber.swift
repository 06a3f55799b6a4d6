/// A number of JSON, exactly: what is written, and never what a binary fraction makes of it.
struct JSONNumber {
    /// Digits without zeros at their end; nil if they are more than 128 bits.
    private var digits: UInt128? = 0
    private var isNegative = false
    /// The power of ten that the digits count.
    private var exponent = 0

    private static let largestExponent = 1 << 40

    /// Reads a number; nil if `text` is none, as RFC 8259 writes them.
    ///
    /// - Complexity: O(*n*)
    init?(_ text: UnsafeRawBufferPointer) {
        var position = 0
        func byte() -> UInt8 { unsafe position < text.count ? text[position] : 0 }
        func digit() -> UInt8? {
            let digit = byte() &- UInt8(ascii: "0")
            return digit <= 9 ? digit : nil
        }
        if byte() == UInt8(ascii: "-") {
            self.isNegative = true
            position += 1
        }
        var zeros = 0
        let start = position
        let startsWithZero = byte() == UInt8(ascii: "0")
        while let digit = digit() {
            self.append(digit, &zeros)
            position += 1
        }
        guard position > start, !startsWithZero || position == start + 1 else { return nil }
        var fraction = 0
        if byte() == UInt8(ascii: ".") {
            position += 1
            let start = position
            while let digit = digit() {
                self.append(digit, &zeros)
                position += 1
            }
            fraction = position - start
            guard fraction > 0 else { return nil }
        }
        if byte() | 0x20 == UInt8(ascii: "e") {
            position += 1
            let isDown = byte() == UInt8(ascii: "-")
            if isDown || byte() == UInt8(ascii: "+") { position += 1 }
            let start = position
            while let digit = digit() {
                self.exponent = min(self.exponent * 10 + Int(digit), Self.largestExponent)
                position += 1
            }
            guard position > start else { return nil }
            if isDown { self.exponent = -self.exponent }
        }
        guard position == text.count else { return nil }
        self.exponent += zeros - fraction
    }

    /// Appends a digit; zeros wait for another digit behind them.
    @inline(__always)
    private mutating func append(_ digit: UInt8, _ zeros: inout Int) {
        guard digit > 0 else {
            zeros += 1
            return
        }
        if let digits = self.digits {
            // Most have few digits.
            if zeros == 0, digits < 1 << 120 {
                self.digits = digits &* 10 &+ UInt128(digit)
            } else {
                self.digits = Self.scaled(digits, by: digits == 0 ? 1 : zeros + 1).flatMap { scaled in
                    let (sum, overflow) = scaled.addingReportingOverflow(UInt128(digit))
                    return overflow ? nil : sum
                }
            }
        }
        zeros = 0
    }

    private static func scaled(_ digits: UInt128, by power: Int) -> UInt128? {
        guard digits > 0 else { return 0 }
        guard power <= 38 else { return nil }
        var scaled = digits
        for _ in 0..<power {
            let (next, overflow) = scaled.multipliedReportingOverflow(by: 10)
            guard !overflow else { return nil }
            scaled = next
        }
        return scaled
    }

    /// The number times ten to the power of `decimals`; nil if that is not whole or does not fit.
    func scaled(by decimals: Int) -> Int128? {
        guard let digits = self.digits else { return nil }
        guard digits > 0 else { return 0 }
        let power = self.exponent + decimals
        guard power >= 0, let magnitude = Self.scaled(digits, by: power) else { return nil }
        guard self.isNegative else { return Int128(exactly: magnitude) }
        return magnitude <= Int128.min.magnitude ? Int128(truncatingIfNeeded: 0 &- magnitude) : nil
    }

    /// Whether the number is so large that a coder with decimal numbers could not hold it either.
    var isHuge: Bool {
        (self.digits ?? 1) > 0 && self.exponent > 127
    }
}
