internal import TallyFileExport

/// A place in a line, from which what stands there is read as Tally itself writes it: without blanks and escapes.
///
/// Every method that finds something else returns nil or false, and says nothing about why: the line is then read in the
/// slow way. It is the only one here that reads memory.
@safe
struct LineCursor {
    // Safe: it is used within the closure that has the memory only, and every read is in it: a position is at most `count`,
    // behind which ``LineSource/padding`` bytes can be read, and no read is longer than that.
    private let start: UnsafeRawPointer
    /// How many bytes the line has.
    let count: Int
    /// The next byte.
    private(set) var position = 0

    /// Creates a cursor at the first byte of a line.
    ///
    /// - Precondition: Behind the line there are ``LineSource/padding`` more bytes in `bytes`.
    @unsafe
    init?(_ bytes: UnsafeRawBufferPointer) {
        guard let start = bytes.baseAddress, bytes.count >= LineSource.padding else { return nil }
        unsafe self.start = start
        self.count = bytes.count - LineSource.padding
    }

    /// Whether all of the line was passed.
    var isAtEnd: Bool { self.position == self.count }

    // MARK: - Bytes

    @inline(__always)
    private func word(_ offset: Int) -> UInt64 {
        precondition(offset >= 0 && offset <= self.count + 32)
        return unsafe UInt64(littleEndian: self.start.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
    }

    @inline(__always)
    private func halfWord(_ offset: Int) -> UInt64 {
        self.word(offset) & 0xFFFF_FFFF
    }

    /// The byte at an offset of the line.
    @inline(__always)
    func byte(_ offset: Int) -> UInt8 {
        precondition(offset >= 0 && offset <= self.count)
        return unsafe self.start.load(fromByteOffset: offset, as: UInt8.self)
    }

    /// Moves on by bytes that were looked at; false beyond the end.
    @inline(__always)
    private mutating func advance(_ count: Int) -> Bool {
        self.position &+= count
        return self.position <= self.count
    }

    /// Passes one byte.
    @inline(__always)
    mutating func pass(_ byte: UInt8) -> Bool {
        self.byte(self.position) == byte && self.advance(1)
    }

    /// Passes the bytes of a pattern.
    @inline(__always)
    mutating func pass(_ pattern: BytePattern) -> Bool {
        guard self.matches(pattern, at: self.position) else { return false }
        return self.advance(pattern.count)
    }

    @inline(__always)
    private func matches(_ pattern: BytePattern, at offset: Int) -> Bool {
        guard (self.word(offset) ^ pattern.words.0) & pattern.masks.0 == 0 else { return false }
        guard pattern.count > 8 else { return true }
        guard (self.word(offset + 8) ^ pattern.words.1) & pattern.masks.1 == 0 else { return false }
        guard pattern.count > 16 else { return true }
        return (self.word(offset + 16) ^ pattern.words.2) & pattern.masks.2 == 0
            && (self.word(offset + 24) ^ pattern.words.3) & pattern.masks.3 == 0
    }

    /// Whether the bytes of a text are those of a pattern.
    @inline(__always)
    func text(_ range: Range<Int>, is pattern: BytePattern) -> Bool {
        range.count == pattern.count && self.matches(pattern, at: range.lowerBound)
    }

    // MARK: - Texts

    /// Passes a text with its quotes; where it stands without them.
    @inline(__always)
    mutating func text() -> Range<Int>? {
        guard self.pass(UInt8(ascii: "\"")) else { return nil }
        let start = self.position
        var offset = start
        var unusual: UInt64 = 0
        while offset <= self.count {
            let word = self.word(offset)
            let high: UInt64 = 0x8080_8080_8080_8080
            // The lowest byte that is found is right; those above it may not be.
            var found = Self.zeros(word ^ 0x2222_2222_2222_2222) | Self.zeros(word ^ 0x5C5C_5C5C_5C5C_5C5C)
            found |= Self.zeros(word ^ 0x7F7F_7F7F_7F7F_7F7F)
            found |= (word &- 0x2020_2020_2020_2020) & ~word & high
            guard found != 0 else {
                unusual |= word & high
                offset &+= 8
                continue
            }
            let place = found.trailingZeroBitCount & ~7
            unusual |= word & high & (1 << UInt64(place) &- 1)
            offset &+= place / 8
            guard offset < self.count, self.byte(offset) == UInt8(ascii: "\"") else { return nil }
            self.position = offset + 1
            guard unusual == 0 || self.isValid(start..<offset) else { return nil }
            return start..<offset
        }
        return nil
    }

    /// The high bit of each byte that is zero, and maybe of those above one.
    @inline(__always)
    private static func zeros(_ word: UInt64) -> UInt64 {
        (word &- 0x0101_0101_0101_0101) & ~word & 0x8080_8080_8080_8080
    }

    @inline(never)
    private func isValid(_ range: Range<Int>) -> Bool {
        unsafe self.withBytes(range) { unsafe String(validating: $0, as: UTF8.self) != nil }
    }

    /// The string of a text; nil if it is not valid.
    func string(_ range: Range<Int>) -> String? {
        unsafe self.withBytes(range) { unsafe String(validating: $0, as: UTF8.self) }
    }

    /// Calls `body` with the bytes of a range that was passed.
    @inline(__always)
    func withBytes<Result>(_ range: Range<Int>, _ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result {
        precondition(range.lowerBound >= 0 && range.upperBound <= self.count)
        let bytes = unsafe UnsafeRawBufferPointer(start: self.start + range.lowerBound, count: range.count)
        return unsafe bytes.withMemoryRebound(to: UInt8.self) { unsafe body($0) }
    }

    /// A hash of a text by a key; equal texts have equal ones.
    @inline(__always)
    func hash(_ range: Range<Int>, key: UInt64) -> UInt64 {
        var hash = key ^ UInt64(truncatingIfNeeded: range.count)
        var offset = range.lowerBound
        while offset < range.upperBound {
            let left = range.upperBound - offset
            let word = self.word(offset) & (left >= 8 ? .max : 1 << UInt64(left * 8) &- 1)
            let product = (hash ^ word).multipliedFullWidth(by: 0x9E37_79B9_7F4A_7C15 ^ key | 1)
            hash = product.high ^ product.low
            offset &+= 8
        }
        return hash
    }

    // MARK: - Numbers

    /// Passes a whole number of up to 15 digits.
    @inline(__always)
    mutating func integer() -> Int? {
        let start = self.position
        var number = 0
        while true {
            let digit = self.byte(self.position) &- UInt8(ascii: "0")
            guard digit <= 9 else { break }
            number = number &* 10 &+ Int(digit)
            guard self.position &- start < 15, self.advance(1) else { return nil }
        }
        let count = self.position &- start
        guard count > 0, count == 1 || self.byte(start) != UInt8(ascii: "0") else { return nil }
        return number
    }

    /// Passes a number with up to `decimals` decimals, at most 12, and returns it times ten to their power.
    ///
    /// It has at most 18 digits, so that it fits.
    @inline(__always)
    mutating func scaled(decimals: Int) -> Int? {
        let start = self.position
        guard let whole = self.integer(), self.position &- start <= 18 - decimals else { return nil }
        var (number, left) = (whole, decimals)
        if self.byte(self.position) == UInt8(ascii: ".") {
            guard self.advance(1) else { return nil }
            while left > 0 {
                let digit = self.byte(self.position) &- UInt8(ascii: "0")
                guard digit <= 9 else { break }
                number = number &* 10 &+ Int(digit)
                left &-= 1
                guard self.advance(1) else { return nil }
            }
            // At least one digit, and not one too many.
            guard left < decimals, self.byte(self.position) &- UInt8(ascii: "0") > 9 else { return nil }
        }
        return number &* Self.powers[left]
    }

    /// Passes a number that nobody asks for.
    mutating func skipNumber() -> Bool {
        _ = self.pass(UInt8(ascii: "-"))
        guard self.integer() != nil else { return false }
        guard self.pass(UInt8(ascii: ".")) else { return true }
        let start = self.position
        while self.byte(self.position) &- UInt8(ascii: "0") <= 9 {
            guard self.advance(1) else { return false }
        }
        return self.position > start
    }

    private static let powers = (0...12).map { exponent in (0..<exponent).reduce(1) { power, _ in power * 10 } }

    /// Passes `true` or `false`.
    @inline(__always)
    mutating func flag() -> Bool? {
        if self.pass(Self.yes) { return true }
        return self.pass(Self.no) ? false : nil
    }

    private static let yes = BytePattern("true")
    private static let no = BytePattern("false")

    // MARK: - Digits of identities

    /// Passes the text of an id in lower case.
    @inline(__always)
    mutating func uuid() -> (high: UInt64, low: UInt64)? {
        let start = self.position &+ 1
        guard start + 37 <= self.count, self.byte(self.position) == UInt8(ascii: "\""),
            self.byte(start + 36) == UInt8(ascii: "\""),
            self.byte(start + 8) & self.byte(start + 13) & self.byte(start + 18) & self.byte(start + 23)
                == UInt8(ascii: "-"),
            self.byte(start + 8) | self.byte(start + 13) | self.byte(start + 18) | self.byte(start + 23)
                == UInt8(ascii: "-"),
            let first = Self.hexadecimal(self.word(start)),
            let second = Self.hexadecimal(self.halfWord(start + 9) | self.halfWord(start + 14) << 32),
            let third = Self.hexadecimal(self.halfWord(start + 19) | self.halfWord(start + 24) << 32),
            let fourth = Self.hexadecimal(self.word(start + 28)), self.advance(38)
        else { return nil }
        return (first << 32 | second, third << 32 | fourth)
    }

    /// Passes sixteen hexadecimal digits in lower case, with their quotes.
    @inline(__always)
    mutating func hash() -> UInt64? {
        let start = self.position &+ 1
        guard start + 17 <= self.count, self.byte(self.position) == UInt8(ascii: "\""),
            self.byte(start + 16) == UInt8(ascii: "\""), let high = Self.hexadecimal(self.word(start)),
            let low = Self.hexadecimal(self.word(start + 8)), self.advance(18)
        else { return nil }
        return high << 32 | low
    }

    /// The number of eight hexadecimal digits in lower case, the first in the lowest byte.
    @inline(__always)
    private static func hexadecimal(_ text: UInt64) -> UInt64? {
        let ones: UInt64 = 0x0101_0101_0101_0101
        var digits = (text & (ones &* 0x0F)) &+ (text >> 6 & ones) &* 9
        let letters = (digits &+ ones &* 118) >> 7 & ones
        // Written again, they are the same only if all of them are digits.
        guard digits & (ones &* 0xF0) == 0, digits &+ ones &* 0x30 &+ letters &* 39 == text else { return nil }
        digits = (digits << 4 | digits >> 8) & 0x00FF_00FF_00FF_00FF
        digits = (digits | digits >> 8) & 0x0000_FFFF_0000_FFFF
        digits |= digits >> 16
        return UInt64(UInt32(truncatingIfNeeded: digits).byteSwapped)
    }
}

/// Up to 32 bytes that are looked for.
struct BytePattern: Sendable {
    var words: (UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0)
    var masks: (UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0)
    let count: Int

    init(_ text: String) {
        precondition((1...32).contains(text.utf8.count), "a pattern has 1 to 32 bytes")
        var (words, masks) = ([UInt64](repeating: 0, count: 4), [UInt64](repeating: 0, count: 4))
        for (index, byte) in text.utf8.enumerated() {
            words[index / 8] |= UInt64(byte) << UInt64(index % 8 * 8)
            masks[index / 8] |= 0xFF << UInt64(index % 8 * 8)
        }
        self.words = (words[0], words[1], words[2], words[3])
        self.masks = (masks[0], masks[1], masks[2], masks[3])
        self.count = text.utf8.count
    }
}
