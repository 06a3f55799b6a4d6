internal import TallyMetering
internal import TallyPricing

/// Writes JSON objects as bytes, for the forms that receivers have of their own.
struct JSONWriter: ~Copyable {
    private(set) var bytes: [UInt8]
    private var isFirst = true

    /// Appends an object to `bytes`, whose members `body` writes.
    static func appendObject(to bytes: inout [UInt8], _ body: (inout JSONWriter) -> Void) {
        // Lent meanwhile, so that appending does not copy.
        var lent: [UInt8] = []
        swap(&bytes, &lent)
        var writer = JSONWriter(bytes: lent)
        lent = []
        writer.object(body)
        bytes = writer.take()
    }

    private init(bytes: consuming [UInt8]) {
        self.bytes = bytes
    }

    private mutating func take() -> [UInt8] {
        var taken: [UInt8] = []
        swap(&taken, &self.bytes)
        return taken
    }

    private mutating func object(_ body: (inout JSONWriter) -> Void) {
        self.bytes.append(UInt8(ascii: "{"))
        self.isFirst = true
        body(&self)
        self.bytes.append(UInt8(ascii: "}"))
        self.isFirst = false
    }

    /// Writes a member that is text; nothing if it is nil.
    mutating func write(_ name: String, _ text: String?) {
        guard let text else { return }
        self.name(name)
        Self.append(text, to: &self.bytes)
    }

    /// Writes a member that is a number; nothing if it is nil.
    mutating func write(_ name: String, _ number: Int?) {
        guard let number else { return }
        self.name(name)
        DecimalDigits.append(number, to: &self.bytes)
    }

    /// Writes a member that is an exact number as text: a reader of JSON may make a rounded one of a number.
    mutating func write(_ name: String, exact money: Money?, decimals: Int = 12) {
        guard let money else { return }
        self.name(name)
        self.bytes.append(UInt8(ascii: "\""))
        DecimalDigits.append(money.picodollars, decimals: decimals, to: &self.bytes)
        self.bytes.append(UInt8(ascii: "\""))
    }

    /// Writes a member that is an exact number; nothing if it is nil.
    mutating func write(_ name: String, number money: Money?) {
        guard let money else { return }
        self.name(name)
        DecimalDigits.append(money.picodollars, decimals: 12, to: &self.bytes)
    }

    /// Writes a member that is an object.
    mutating func write(_ name: String, _ body: (inout JSONWriter) -> Void) {
        self.name(name)
        self.object(body)
    }

    /// Writes a member that is a record, as ``RecordJSON`` writes it.
    mutating func write(_ name: String, record: MeteringRecord) {
        self.name(name)
        RecordJSON.append(record, to: &self.bytes)
    }

    /// Writes a member that is text: a record, as ``RecordJSON`` writes it.
    mutating func write(_ name: String, text record: MeteringRecord) {
        self.name(name)
        var line: [UInt8] = []
        RecordJSON.append(record, to: &line)
        unsafe line.withUnsafeBufferPointer { text in unsafe Self.append(text, to: &self.bytes) }
    }

    private mutating func name(_ name: String) {
        if !self.isFirst { self.bytes.append(UInt8(ascii: ",")) }
        self.isFirst = false
        Self.append(name, to: &self.bytes)
        self.bytes.append(UInt8(ascii: ":"))
    }

    /// Appends `text` in quotes; U+0000, which many databases refuse, is left out, as in a record's own form.
    static func append(_ text: String, to bytes: inout [UInt8]) {
        var text = text
        text.withUTF8 { utf8 in unsafe Self.append(utf8, to: &bytes) }
    }

    /// Appends in one piece what stands between two bytes that are escaped.
    private static func append(_ text: UnsafeBufferPointer<UInt8>, to bytes: inout [UInt8]) {
        bytes.append(UInt8(ascii: "\""))
        var start = 0
        for index in text.indices {
            let byte = unsafe text[index]
            guard byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") || byte == 0x7F else {
                continue
            }
            unsafe bytes.append(contentsOf: text[start..<index])
            start = index + 1
            Self.appendEscaped(byte, to: &bytes)
        }
        unsafe bytes.append(contentsOf: text[start...])
        bytes.append(UInt8(ascii: "\""))
    }

    private static func appendEscaped(_ byte: UInt8, to bytes: inout [UInt8]) {
        switch byte {
        case 0: break
        case UInt8(ascii: "\""), UInt8(ascii: "\\"):
            bytes.append(UInt8(ascii: "\\"))
            bytes.append(byte)
        default:
            bytes.append(contentsOf: "\\u00".utf8)
            for digit in [byte >> 4, byte & 15] {
                bytes.append(digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") + digit - 10)
            }
        }
    }
}
