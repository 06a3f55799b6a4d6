/// A number as the text of a JSON document, so that none is rounded and none wraps.
struct NumberText: Hashable, Sendable {
    /// The most characters of a number that are kept.
    static let limit = 48

    /// The digits, sign, point and exponent, at most ``limit`` of them.
    let text: String

    /// A whole number, and whether it had to be rounded up to be one; nil if it is no number or outside of `Int`.
    var integer: (value: Int, isRounded: Bool)? {
        guard let plain = Self.plain(self.text, decimals: 0) else { return nil }
        guard let value = Int(exactly: plain.scaled) else { return nil }
        return (value, plain.isRounded)
    }

    /// The number times 10 to the power of `decimals`, rounded up; nil if it is no number or too large.
    func scaled(by decimals: Int) -> Int128? {
        Self.plain(self.text, decimals: decimals)?.scaled
    }

    private static func plain(_ text: String, decimals: Int) -> (scaled: Int128, isRounded: Bool)? {
        var parts = NumberParts()
        for byte in text.utf8 {
            guard parts.take(byte) else { return nil }
        }
        return parts.scaled(by: decimals)
    }
}

/// A decimal number while its characters are read.
private struct NumberParts {
    private enum Place { case start, whole, fraction, exponentSign, exponent }

    private var place = Place.start
    private var isNegative = false
    private var digits: UInt128 = 0
    private var digitCount = 0
    private var fractionCount = 0
    private var exponent = 0
    private var isExponentNegative = false
    private var exponentCount = 0

    /// Reads a character; false if it can't stand here or the number has more digits than fit.
    mutating func take(_ byte: UInt8) -> Bool {
        switch (byte, self.place) {
        case (UInt8(ascii: "-"), .start):
            guard !self.isNegative else { return false }
            self.isNegative = true
        case (UInt8(ascii: "0")...UInt8(ascii: "9"), .start), (UInt8(ascii: "0")...UInt8(ascii: "9"), .whole):
            self.place = .whole
            return self.append(byte)
        case (UInt8(ascii: "."), .whole):
            self.place = .fraction
        case (UInt8(ascii: "0")...UInt8(ascii: "9"), .fraction):
            self.fractionCount += 1
            return self.append(byte)
        case (UInt8(ascii: "e"), .whole), (UInt8(ascii: "E"), .whole),
            (UInt8(ascii: "e"), .fraction), (UInt8(ascii: "E"), .fraction):
            self.place = .exponentSign
        case (UInt8(ascii: "+"), .exponentSign), (UInt8(ascii: "-"), .exponentSign):
            self.isExponentNegative = byte == UInt8(ascii: "-")
            self.place = .exponent
        case (UInt8(ascii: "0")...UInt8(ascii: "9"), .exponentSign), (UInt8(ascii: "0")...UInt8(ascii: "9"), .exponent):
            self.place = .exponent
            self.exponentCount += 1
            self.exponent = min(self.exponent * 10 + Int(byte - UInt8(ascii: "0")), 10_000)
        default: return false
        }
        return true
    }

    private mutating func append(_ byte: UInt8) -> Bool {
        let (shifted, tooLarge) = self.digits.multipliedReportingOverflow(by: 10)
        let (sum, overflow) = shifted.addingReportingOverflow(UInt128(byte - UInt8(ascii: "0")))
        self.digits = sum
        self.digitCount += 1
        return !tooLarge && !overflow
    }

    /// The number times 10 to the power of `decimals`, rounded up.
    func scaled(by decimals: Int) -> (scaled: Int128, isRounded: Bool)? {
        guard self.digitCount > 0, self.place != .exponentSign else { return nil }
        guard self.place != .exponent || self.exponentCount > 0 else { return nil }
        var shift = (self.isExponentNegative ? -self.exponent : self.exponent) - self.fractionCount + decimals
        var magnitude = self.digits
        var isRounded = false
        while shift > 0, magnitude > 0 {
            let (next, overflow) = magnitude.multipliedReportingOverflow(by: 10)
            guard !overflow else { return nil }
            magnitude = next
            shift -= 1
        }
        while shift < 0, magnitude > 0 {
            if magnitude % 10 != 0 { isRounded = true }
            magnitude /= 10
            shift += 1
        }
        guard let whole = Int128(exactly: magnitude), whole < .max else { return nil }
        // Up, away from what would be charged too little.
        let value = isRounded && !self.isNegative ? whole + 1 : whole
        return (self.isNegative ? -value : value, isRounded)
    }
}
