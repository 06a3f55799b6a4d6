internal import TallyPricing

/// Writes fields as the bytes of a JSON object on one line, without Foundation.
struct RecordBytes: RecordWriter {
    /// What has been written.
    var bytes: [UInt8] = []
    private var isFirst = true

    mutating func write(_ key: RecordKey, _ text: String?) {
        guard let text else { return }
        self.name(key)
        self.append(text)
    }

    mutating func write(_ key: RecordKey, _ number: Int?) {
        guard let number else { return }
        self.name(key)
        DecimalDigits.append(number, to: &self.bytes)
    }

    mutating func write(_ key: RecordKey, _ flag: Bool) {
        self.name(key)
        self.bytes.append(contentsOf: (flag ? "true" : "false").utf8)
    }

    mutating func write(_ key: RecordKey, _ id: RecordID?) {
        guard let id else { return }
        self.name(key)
        self.bytes.append(UInt8(ascii: "\""))
        id.appendText(to: &self.bytes)
        self.bytes.append(UInt8(ascii: "\""))
    }

    mutating func write(_ key: RecordKey, _ time: Timestamp) {
        self.name(key)
        self.bytes.append(UInt8(ascii: "\""))
        time.appendText(to: &self.bytes)
        self.bytes.append(UInt8(ascii: "\""))
    }

    mutating func write(_ key: RecordKey, scaled: Int128?, decimals: Int) {
        guard let scaled else { return }
        self.name(key)
        DecimalDigits.append(scaled, decimals: decimals, to: &self.bytes)
    }

    mutating func write(_ key: RecordKey, counts: TokenUsage) {
        self.writeObject(key) { writer in
            counts.forEach { counter, quantity in
                writer.name(counter.rawValue)
                DecimalDigits.append(quantity, to: &writer.bytes)
            }
        }
    }

    mutating func write(_ key: RecordKey, texts: [(name: String, text: String)]) {
        guard !texts.isEmpty else { return }
        self.writeObject(key) { writer in
            for (name, text) in texts {
                writer.name(name)
                writer.append(text)
            }
        }
    }

    mutating func write(_ key: RecordKey, list: [String]) {
        guard !list.isEmpty else { return }
        self.writeArray(key, list) { text, writer in writer.append(text) }
    }

    mutating func writeObject(_ key: RecordKey, _ body: (inout RecordBytes) -> Void) {
        self.name(key)
        self.writeObject(body)
    }

    mutating func writeObjects<Element>(
        _ key: RecordKey,
        _ elements: [Element],
        _ body: (Element, inout RecordBytes) -> Void
    ) {
        guard !elements.isEmpty else { return }
        self.writeArray(key, elements) { element, writer in writer.writeObject { body(element, &$0) } }
    }

    /// Writes an object that is no field.
    mutating func writeObject(_ body: (inout RecordBytes) -> Void) {
        self.bytes.append(UInt8(ascii: "{"))
        self.isFirst = true
        body(&self)
        self.bytes.append(UInt8(ascii: "}"))
        self.isFirst = false
    }

    private mutating func writeArray<Element>(
        _ key: RecordKey,
        _ elements: [Element],
        _ body: (Element, inout RecordBytes) -> Void
    ) {
        self.name(key)
        self.bytes.append(UInt8(ascii: "["))
        for (index, element) in elements.enumerated() {
            if index > 0 { self.bytes.append(UInt8(ascii: ",")) }
            body(element, &self)
        }
        self.bytes.append(UInt8(ascii: "]"))
        self.isFirst = false
    }

    private mutating func name(_ key: RecordKey) {
        if !self.isFirst { self.bytes.append(UInt8(ascii: ",")) }
        self.isFirst = false
        self.bytes.append(UInt8(ascii: "\""))
        self.appendPlain(key.rawValue)
        self.bytes.append(UInt8(ascii: "\""))
        self.bytes.append(UInt8(ascii: ":"))
    }

    private mutating func name(_ name: String) {
        if !self.isFirst { self.bytes.append(UInt8(ascii: ",")) }
        self.isFirst = false
        self.append(name)
        self.bytes.append(UInt8(ascii: ":"))
    }

    private mutating func append(_ text: String) {
        self.bytes.append(UInt8(ascii: "\""))
        let isPlain = unsafe text.utf8.withContiguousStorageIfAvailable { utf8 in
            unsafe utf8.allSatisfy { !Self.isSpecial($0) }
        }
        if isPlain ?? false {
            self.appendPlain(text)
        } else {
            self.appendEscaped(text)
        }
        self.bytes.append(UInt8(ascii: "\""))
    }

    private mutating func appendPlain(_ text: String) {
        let isDone: Void? = unsafe text.utf8.withContiguousStorageIfAvailable { utf8 in
            unsafe self.bytes.append(contentsOf: utf8)
        }
        if isDone == nil { self.bytes.append(contentsOf: text.utf8) }
    }

    /// Whether a byte may have to be escaped: controls, quotes, and the first bytes of U+0085, U+2028 and U+2029, which some
    /// readers take for the end of a line.
    private static func isSpecial(_ byte: UInt8) -> Bool {
        byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") || byte == 0xC2 || byte == 0xE2
    }

    private mutating func appendEscaped(_ text: String) {
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\0": break  // No engine wants it, and PostgreSQL refuses a record that has it.
            case "\"", "\\":
                self.bytes.append(UInt8(ascii: "\\"))
                self.bytes.append(UInt8(truncatingIfNeeded: scalar.value))
            case "\n": self.bytes.append(contentsOf: "\\n".utf8)
            case "\r": self.bytes.append(contentsOf: "\\r".utf8)
            case "\t": self.bytes.append(contentsOf: "\\t".utf8)
            case _ where scalar.value < 0x20 || [0x85, 0x2028, 0x2029].contains(scalar.value):
                self.bytes.append(contentsOf: "\\u".utf8)
                for shift in [12, 8, 4, 0] as [UInt32] {
                    let digit = UInt8(scalar.value >> shift & 0xF)
                    self.bytes.append(digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") + digit - 10)
                }
            default: self.bytes.append(contentsOf: UTF8.encode(scalar).map { Array($0) } ?? [])
            }
        }
    }
}
