/// Reads a packed price list from its first to its last byte as ``PackedBook`` would, and throws where that would trap.
struct PackedBookCheck {
    private let bytes: [UInt8]
    private let strings: Int
    private var offset = 0
    // How many bytes may still be read: tables can point to the same places again and again, and an honest list has each
    // byte read a few times.
    private var work: Int

    /// The deepest nesting of rules; ours have three.
    private static let maximumDepth = 32
    private static let magic = Array("tallypb1".utf8)
    private static let headerSize = 64

    /// Checks `bytes`.
    static func check(_ bytes: [UInt8]) throws(PriceBookFileError) {
        guard bytes.count >= Self.headerSize, bytes.starts(with: Self.magic) else {
            throw PriceBookFileError("it is no packed price list of this version", at: 0)
        }
        var header = PackedBookCheck(bytes: bytes, strings: 0)
        guard try header.word(at: 8) == bytes.count else {
            throw PriceBookFileError("it has \(bytes.count) bytes and says that it has another number", at: 8)
        }
        var check = PackedBookCheck(bytes: bytes, strings: try header.word(at: 40))
        try check.all()
    }

    private init(bytes: [UInt8], strings: Int) {
        self.bytes = bytes
        self.strings = strings
        self.work = bytes.count.multipliedReportingOverflow(by: 64).partialValue
    }

    private mutating func all() throws(PriceBookFileError) {
        _ = try self.text(try self.word(at: 48))
        let counterCount = try self.word(at: 16)
        guard counterCount <= 256 else { throw self.wrong("there are too many counters") }
        self.offset = try self.word(at: 20)
        for _ in 0..<counterCount {
            guard UsageCounter(rawValue: try self.string()) != nil else { throw self.wrong("a counter is unknown") }
            guard try self.number() >= 1 else { throw self.wrong("a price is for no unit") }
        }
        let (providerCount, modelCount) = (try self.word(at: 24), try self.word(at: 32))
        for index in 0..<providerCount {
            self.offset = try self.word(at: try self.word(at: 28) + 4 * index)
            try self.provider(providers: providerCount, models: modelCount)
        }
        for index in 0..<modelCount {
            self.offset = try self.word(at: try self.word(at: 36) + 4 * index)
            try self.model(counters: counterCount)
        }
    }

    private mutating func provider(providers: Int, models: Int) throws(PriceBookFileError) {
        _ = try self.string()
        _ = try self.string()
        for _ in 0..<2 where try self.byte() == 1 { try self.rule(depth: 0) }
        for _ in 0..<(try self.number()) {
            guard try self.number() < providers else { throw self.wrong("a fallback is no provider") }
        }
        let (first, count) = (try self.number(), try self.number())
        guard first <= models, count <= models - first else { throw self.wrong("a model is not there") }
    }

    private mutating func model(counters: Int) throws(PriceBookFileError) {
        _ = try self.string()
        _ = try self.string()
        _ = try self.byte()
        _ = try self.number()
        try self.rule(depth: 0)
        for _ in 0..<2 {
            for _ in 0..<(try self.number()) { try self.card(counters: counters) }
        }
    }

    private mutating func card(counters: Int) throws(PriceBookFileError) {
        switch try self.byte() {
        case 0: break
        case 1:
            // A date that fits the calendar, in days.
            guard try self.number() < 1 << 32 else { throw self.wrong("a date is too far away") }
        case 2:
            let (start, end) = (try self.number(), try self.number())
            guard DailyWindow(start: start, end: end) != nil else { throw self.wrong("a time of day does not exist") }
        default: throw self.wrong("a condition is of an unknown kind")
        }
        for _ in 0..<(try self.number()) {
            _ = try self.string()
            _ = try self.string()
        }
        for _ in 0..<(try self.number()) {
            guard try self.byte() < counters else { throw self.wrong("a counter is not there") }
            _ = try self.number()
            let tiers = try self.number()
            try self.rate()
            for _ in 0..<tiers {
                _ = try self.number()
                try self.rate()
            }
        }
    }

    private mutating func rate() throws(PriceBookFileError) {
        guard try self.byte() <= Money.decimals else { throw self.wrong("a rate has too many decimals") }
        _ = try self.number()
    }

    private mutating func rule(depth: Int) throws(PriceBookFileError) {
        guard depth < Self.maximumDepth else { throw self.wrong("a rule is nested too deep") }
        switch try self.byte() {
        case 0...3: _ = try self.string()
        case 4...6: for _ in 0..<(try self.number()) { try self.rule(depth: depth + 1) }
        default: throw self.wrong("a rule is of an unknown kind")
        }
    }

    private func wrong(_ message: String) -> PriceBookFileError { PriceBookFileError(message, at: self.offset) }

    private mutating func byte() throws(PriceBookFileError) -> UInt8 {
        guard self.bytes.indices.contains(self.offset) else { throw self.wrong("it ends too early") }
        self.work -= 1
        guard self.work > 0 else { throw self.wrong("its parts lie over each other") }
        defer { self.offset += 1 }
        return self.bytes[self.offset]
    }

    private mutating func word(at position: Int) throws(PriceBookFileError) -> Int {
        guard position >= 0, position <= self.bytes.count - 4 else {
            throw PriceBookFileError("it ends too early", at: position)
        }
        return (0..<4).reduce(0) { $0 | Int(self.bytes[position + $1]) << (8 * $1) }
    }

    /// Reads a number that fits `Int`.
    private mutating func number() throws(PriceBookFileError) -> Int {
        var value: UInt64 = 0
        var shift: UInt64 = 0
        while true {
            let byte = try self.byte()
            guard shift < 63 else { throw self.wrong("a number is too long") }
            value |= UInt64(byte & 0x7F) << shift
            shift += 7
            if byte < 0x80 { break }
        }
        guard let number = Int(exactly: value) else { throw self.wrong("a number is too large") }
        return number
    }

    private mutating func string() throws(PriceBookFileError) -> String { try self.text(try self.number()) }

    private mutating func text(_ reference: Int) throws(PriceBookFileError) -> String {
        guard reference <= self.bytes.count else { throw self.wrong("a text is not there") }
        let back = self.offset
        self.offset = self.strings + reference
        let count = try self.number()
        guard count <= self.bytes.count - self.offset else { throw self.wrong("a text ends too late") }
        self.work -= count
        guard self.work > 0 else { throw self.wrong("its parts lie over each other") }
        let text = String(decoding: self.bytes[self.offset..<(self.offset + count)], as: UTF8.self)
        self.offset = back
        return text
    }
}
