internal import TallyPricing

#if canImport(FoundationEssentials)
internal import FoundationEssentials
#else
internal import Foundation
#endif

/// Writes fields to any encoder, in the shape in which ``RecordBytes`` writes them.
struct RecordEncoder: RecordWriter {
    private var container: KeyedEncodingContainer<RecordCodingKey>
    // The first error; nothing is written after it.
    private var failure: (any Error)?

    init(_ encoder: any Encoder) {
        self.container = encoder.container(keyedBy: RecordCodingKey.self)
    }

    private init(_ container: KeyedEncodingContainer<RecordCodingKey>) {
        self.container = container
    }

    /// Throws the first error that the encoder had, if it had one.
    func finish() throws {
        if let failure { throw failure }
    }

    mutating func write(_ key: RecordKey, _ text: String?) {
        self.encode(key, text.map(Self.withoutNull))
    }

    mutating func write(_ key: RecordKey, _ number: Int?) {
        self.encode(key, number)
    }

    mutating func write(_ key: RecordKey, _ flag: Bool) {
        self.encode(key, flag)
    }

    mutating func write(_ key: RecordKey, _ id: RecordID?) {
        self.encode(key, id)
    }

    mutating func write(_ key: RecordKey, _ time: Timestamp) {
        self.encode(key, time)
    }

    /// As a `Decimal`, of which a coder of JSON keeps every digit; of 39 digits, which only an amount of more than 10²⁶
    /// dollars has, the last may be rounded.
    mutating func write(_ key: RecordKey, scaled: Int128?, decimals: Int) {
        guard let scaled else { return }
        var digits: [UInt8] = []
        DecimalDigits.append(scaled, decimals: decimals, to: &digits)
        self.encode(key, Decimal(string: String(decoding: digits, as: UTF8.self)))
    }

    mutating func write(_ key: RecordKey, counts: TokenUsage) {
        self.encode(key, counts)
    }

    mutating func write(_ key: RecordKey, texts: [(name: String, text: String)]) {
        guard !texts.isEmpty else { return }
        let pairs = texts.map { (Self.withoutNull($0.name), Self.withoutNull($0.text)) }
        self.encode(key, Dictionary(pairs, uniquingKeysWith: { _, last in last }))
    }

    mutating func write(_ key: RecordKey, list: [String]) {
        self.encode(key, list.isEmpty ? nil : list.map(Self.withoutNull))
    }

    mutating func writeObject(_ key: RecordKey, _ body: (inout RecordEncoder) -> Void) {
        self.write(self.container.nestedContainer(keyedBy: RecordCodingKey.self, forKey: RecordCodingKey(key)), body)
    }

    mutating func writeObjects<Element>(
        _ key: RecordKey,
        _ elements: [Element],
        _ body: (Element, inout RecordEncoder) -> Void
    ) {
        guard !elements.isEmpty else { return }
        var array = self.container.nestedUnkeyedContainer(forKey: RecordCodingKey(key))
        for element in elements {
            self.write(array.nestedContainer(keyedBy: RecordCodingKey.self)) { body(element, &$0) }
        }
    }

    private mutating func write(
        _ container: KeyedEncodingContainer<RecordCodingKey>,
        _ body: (inout RecordEncoder) -> Void
    ) {
        var object = RecordEncoder(container)
        object.failure = self.failure
        body(&object)
        self.failure = object.failure
    }

    private mutating func encode(_ key: RecordKey, _ value: (some Encodable)?) {
        guard self.failure == nil else { return }
        do {
            try self.container.encodeIfPresent(value, forKey: RecordCodingKey(key))
        } catch {
            self.failure = error
        }
    }

    private static func withoutNull(_ text: String) -> String {
        guard text.utf8.contains(0) else { return text }
        var kept = String.UnicodeScalarView()
        kept.append(contentsOf: text.unicodeScalars.filter { $0 != "\0" })
        return String(kept)
    }
}

/// A name of a field, or any other name in an object.
struct RecordCodingKey: CodingKey {
    let stringValue: String
    var intValue: Int? { nil }

    init(_ key: RecordKey) {
        self.stringValue = key.rawValue
    }

    init(stringValue: String) {
        self.stringValue = stringValue
    }

    init?(intValue: Int) {
        nil
    }
}
