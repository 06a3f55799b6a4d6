internal import TallyPricing

#if canImport(FoundationEssentials)
internal import FoundationEssentials
#else
internal import Foundation
#endif

/// Reads the fields of an object from any decoder.
struct RecordDecoder: RecordSource {
    private let container: KeyedDecodingContainer<RecordCodingKey>

    init(_ decoder: any Decoder) throws {
        self.container = try decoder.container(keyedBy: RecordCodingKey.self)
    }

    private init(_ container: KeyedDecodingContainer<RecordCodingKey>) {
        self.container = container
    }

    func value<Value: RecordValue>(_ key: RecordKey, as type: Value.Type) throws -> Value? {
        guard let value = try self.container.decodeIfPresent(type, forKey: RecordCodingKey(key)) else { return nil }
        if let text = value as? String { try self.checkText(text, in: key) }
        return value
    }

    /// Nobody writes U+0000, and what has it could not be written again as it was read.
    private func checkText(_ text: String, in key: RecordKey) throws {
        if text.utf8.contains(0) { throw self.invalid(key, "has the character U+0000") }
    }

    func scaled(_ key: RecordKey, decimals: Int) throws -> Int128? {
        guard let number = try self.container.decodeIfPresent(Decimal.self, forKey: RecordCodingKey(key)) else {
            return nil
        }
        guard let scaled = DecimalText.parse(number.description, decimals: decimals) else {
            throw self.invalid(key, "must be a number with at most \(decimals) decimals")
        }
        return scaled
    }

    func texts(_ key: RecordKey) throws -> [String: String] {
        let texts = try self.container.decodeIfPresent([String: String].self, forKey: RecordCodingKey(key)) ?? [:]
        for (name, text) in texts {
            try self.checkText(name, in: key)
            try self.checkText(text, in: key)
        }
        return texts
    }

    func list(_ key: RecordKey) throws -> [String] {
        let list = try self.container.decodeIfPresent([String].self, forKey: RecordCodingKey(key)) ?? []
        for text in list { try self.checkText(text, in: key) }
        return list
    }

    func object(_ key: RecordKey) throws -> RecordDecoder? {
        let key = RecordCodingKey(key)
        guard self.container.contains(key), try !self.container.decodeNil(forKey: key) else { return nil }
        return RecordDecoder(try self.container.nestedContainer(keyedBy: RecordCodingKey.self, forKey: key))
    }

    func objects<Element>(_ key: RecordKey, _ read: (RecordDecoder) throws -> Element) throws -> [Element] {
        let codingKey = RecordCodingKey(key)
        guard self.container.contains(codingKey), try !self.container.decodeNil(forKey: codingKey) else { return [] }
        var array = try self.container.nestedUnkeyedContainer(forKey: codingKey)
        var elements: [Element] = []
        while !array.isAtEnd {
            elements.append(try read(RecordDecoder(try array.nestedContainer(keyedBy: RecordCodingKey.self))))
        }
        return elements
    }

    func path(to key: RecordKey) -> String {
        let path = self.container.codingPath.map { key in key.intValue.map(String.init) ?? key.stringValue }
        return (path + [key.rawValue]).joined(separator: ".")
    }

    func thrown(_ error: RecordError, at key: RecordKey?) -> any Error {
        let path = key.map { self.container.codingPath + [RecordCodingKey($0)] } ?? []
        return DecodingError.dataCorrupted(
            DecodingError.Context(codingPath: path, debugDescription: error.message, underlyingError: error)
        )
    }
}
