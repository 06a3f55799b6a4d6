internal import TallyPricing

// Numbers, ids and moments as ASCII, as `DecimalDigits`, `RecordID` and `Timestamp` write them to arrays.

extension ByteBuffer {
    /// Appends `number`.
    @inline(__always)
    mutating func append(_ number: Int) {
        if number < 0 { self.append(UInt8(ascii: "-")) }
        self.append(UInt64(number.magnitude), width: 1)
    }

    /// Appends `number`, with zeros in front if it has less than `width` digits, which are 1 to 20.
    @inline(__always)
    mutating func append(_ number: UInt64, width: Int) {
        var digits = 1
        var limit: UInt64 = 10
        while number >= limit {
            digits += 1
            let (next, overflow) = limit.multipliedReportingOverflow(by: 10)
            if overflow { break }
            limit = next
        }
        digits = max(digits, width)
        unsafe self.fill(digits) { target in
            var rest = number
            for position in stride(from: digits - 1, through: 0, by: -1) {
                unsafe target[position] = UInt8(ascii: "0") &+ UInt8(truncatingIfNeeded: rest % 10)
                rest /= 10
            }
        }
    }

    /// Appends `scaled` divided by ten to the power of `decimals`, exactly, without zeros at the end: a JSON number.
    ///
    /// - Precondition: `decimals` is at most 18.
    mutating func append(_ scaled: Int128, decimals: Int) {
        if scaled < 0 { self.append(UInt8(ascii: "-")) }
        var unit: UInt64 = 1
        for _ in 0..<decimals { unit *= 10 }
        var fraction: UInt64
        // Most amounts fit 64 bits, where dividing is a single instruction.
        if let small = UInt64(exactly: scaled.magnitude) {
            self.append(small / unit, width: 1)
            fraction = small % unit
        } else {
            let (whole, rest) = scaled.magnitude.quotientAndRemainder(dividingBy: UInt128(unit))
            if let small = UInt64(exactly: whole) {
                self.append(small, width: 1)
            } else {
                for byte in whole.description.utf8 { self.append(byte) }
            }
            fraction = UInt64(rest)
        }
        guard fraction > 0 else { return }
        var width = decimals
        while fraction % 1_000 == 0 {
            fraction /= 1_000
            width -= 3
        }
        self.append(UInt8(ascii: "."))
        self.append(fraction, width: width)
        self.trim(UInt8(ascii: "0"))
    }

    /// Appends the text of an id, which is always as long.
    mutating func append(_ id: RecordID) {
        unsafe self.fill(RecordID.textLength) { target in
            unsafe Self.writeHexadecimal(id.high, at: 0, to: target)
            unsafe Self.writeHexadecimal(id.low, at: 18, to: target)
        }
    }

    /// Writes half of an id with its dashes, which stand before or behind every fourth byte but the last ones.
    @inline(__always)
    private static func writeHexadecimal(_ half: UInt64, at start: Int, to target: UnsafeMutableBufferPointer<UInt8>) {
        var rest = half
        // 8-4-4 and the dash behind them, or 4, a dash, and 12 behind the dash that the first half ends with.
        var position = start
        for digit in 0..<16 {
            let isDash = start == 0 ? digit == 8 || digit == 12 : digit == 4
            if isDash || (start != 0 && digit == 0) {
                unsafe target[position] = UInt8(ascii: "-")
                position += 1
            }
            let value = UInt8(truncatingIfNeeded: rest >> 60)
            unsafe target[position] = value &+ (value < 10 ? UInt8(ascii: "0") : UInt8(ascii: "a") - 10)
            position += 1
            rest <<= 4
        }
    }

    /// Appends the moment as in RFC 3339, in UTC with milliseconds.
    mutating func append(_ time: Timestamp) {
        let time = min(max(time, Timestamp.writable.lowerBound), Timestamp.writable.upperBound)
        let seconds = time.secondsSince1970
        let date = CivilDate(secondsSince1970: seconds)
        let second = seconds - date.daysSince1970 * 86_400
        self.append(date.year, width: 4, end: UInt8(ascii: "-"))
        self.append(date.month, width: 2, end: UInt8(ascii: "-"))
        self.append(date.day, width: 2, end: UInt8(ascii: "T"))
        self.append(Int(second / 3_600), width: 2, end: UInt8(ascii: ":"))
        self.append(Int(second / 60 % 60), width: 2, end: UInt8(ascii: ":"))
        self.append(Int(second % 60), width: 2, end: UInt8(ascii: "."))
        self.append(Int(time.millisecondsSince1970 - seconds * 1_000), width: 3, end: UInt8(ascii: "Z"))
    }

    @inline(__always)
    private mutating func append(_ number: Int, width: Int, end: UInt8) {
        self.append(UInt64(number), width: width)
        self.append(end)
    }
}
