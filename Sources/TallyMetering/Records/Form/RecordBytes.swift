internal import TallyPricing

/// Writes fields as the bytes of a JSON object on one line, without Foundation.
struct RecordBytes: RecordWriter, ~Copyable {
    /// What has been written.
    private(set) var buffer = ByteBuffer()
    private var isFirst = true
    private let keys = RecordKeyBytes.all

    mutating func write(_ key: RecordKey, _ text: String?) {
        guard let text else { return }
        self.name(key)
        self.buffer.appendQuoted(text)
    }

    mutating func write(_ key: RecordKey, _ number: Int?) {
        guard let number else { return }
        self.name(key)
        self.buffer.append(number)
    }

    mutating func write(_ key: RecordKey, _ flag: Bool) {
        self.name(key)
        self.append(flag ? "true" : "false")
    }

    mutating func write(_ key: RecordKey, _ id: RecordID?) {
        guard let id else { return }
        self.name(key)
        self.buffer.append(UInt8(ascii: "\""))
        self.buffer.append(id)
        self.buffer.append(UInt8(ascii: "\""))
    }

    mutating func write(_ key: RecordKey, _ time: Timestamp) {
        self.name(key)
        self.buffer.append(UInt8(ascii: "\""))
        self.buffer.append(time)
        self.buffer.append(UInt8(ascii: "\""))
    }

    mutating func write(_ key: RecordKey, scaled: Int128?, decimals: Int) {
        guard let scaled else { return }
        self.name(key)
        self.buffer.append(scaled, decimals: decimals)
    }

    mutating func write(_ key: RecordKey, counts: TokenUsage) {
        self.writeObject(key) { writer in
            counts.forEach { counter, quantity in
                writer.name(counter.rawValue)
                writer.buffer.append(quantity)
            }
        }
    }

    mutating func write(_ key: RecordKey, texts: [(name: String, text: String)]) {
        guard !texts.isEmpty else { return }
        self.writeObject(key) { writer in
            for (name, text) in texts {
                writer.name(name)
                writer.buffer.appendQuoted(text)
            }
        }
    }

    mutating func write(_ key: RecordKey, list: [String]) {
        guard !list.isEmpty else { return }
        self.writeArray(key, list) { text, writer in writer.buffer.appendQuoted(text) }
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
        self.buffer.append(UInt8(ascii: "{"))
        self.isFirst = true
        body(&self)
        self.buffer.append(UInt8(ascii: "}"))
        self.isFirst = false
    }

    private mutating func writeArray<Element>(
        _ key: RecordKey,
        _ elements: [Element],
        _ body: (Element, inout RecordBytes) -> Void
    ) {
        self.name(key)
        self.buffer.append(UInt8(ascii: "["))
        for index in elements.indices {
            if index > 0 { self.buffer.append(UInt8(ascii: ",")) }
            body(elements[index], &self)
        }
        self.buffer.append(UInt8(ascii: "]"))
        self.isFirst = false
    }

    private mutating func name(_ key: RecordKey) {
        self.keys.append(key, isFirst: self.isFirst, to: &self.buffer)
        self.isFirst = false
    }

    private mutating func name(_ name: String) {
        if !self.isFirst { self.buffer.append(UInt8(ascii: ",")) }
        self.isFirst = false
        self.buffer.appendQuoted(name)
        self.buffer.append(UInt8(ascii: ":"))
    }

    private mutating func append(_ word: StaticString) {
        word.withUTF8Buffer { unsafe self.buffer.append($0) }
    }
}
