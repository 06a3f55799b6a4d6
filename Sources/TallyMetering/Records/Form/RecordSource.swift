internal import TallyPricing

#if canImport(FoundationEssentials)
internal import FoundationEssentials
#else
internal import Foundation
#endif

/// Reads the fields of an object from any decoder; what is absent or null is nil or empty.
struct RecordSource {
    private let container: KeyedDecodingContainer<RecordCodingKey>

    init(_ decoder: any Decoder) throws {
        self.container = try decoder.container(keyedBy: RecordCodingKey.self)
    }

    private init(_ container: KeyedDecodingContainer<RecordCodingKey>) {
        self.container = container
    }

    /// A value of a simple type.
    func value<Value: Decodable>(_ key: RecordKey, as type: Value.Type = Value.self) throws -> Value? {
        guard let value = try self.container.decodeIfPresent(type, forKey: RecordCodingKey(key)) else { return nil }
        if let text = value as? String { try self.checkText(text, in: key) }
        return value
    }

    /// Nobody writes U+0000, and what has it could not be written again as it was read.
    private func checkText(_ text: String, in key: RecordKey) throws {
        if text.utf8.contains(0) { throw self.invalid(key, "has the character U+0000") }
    }

    /// A value that must be there.
    func required<Value: Decodable>(_ key: RecordKey, as type: Value.Type = Value.self) throws -> Value {
        guard let value = try self.value(key, as: type) else { throw self.invalid(key, "is missing") }
        return value
    }

    /// A number that is the result divided by ten to the power of `decimals`.
    func scaled(_ key: RecordKey, decimals: Int) throws -> Int128? {
        guard let number = try self.value(key, as: Decimal.self) else { return nil }
        guard let scaled = DecimalText.parse(number.description, decimals: decimals) else {
            throw self.invalid(key, "must be a number with at most \(decimals) decimals")
        }
        return scaled
    }

    func money(_ key: RecordKey) throws -> Money? {
        try self.scaled(key, decimals: 12).map(Money.init(picodollars:))
    }

    /// A time in milliseconds.
    func duration(_ key: RecordKey) throws -> Duration? {
        guard let microseconds = try self.scaled(key, decimals: 3) else { return nil }
        guard let microseconds = Int64(exactly: microseconds) else { throw self.invalid(key, "is too long a time") }
        return .microseconds(microseconds)
    }

    /// A number that counts from `least` on.
    func count(_ key: RecordKey, from least: Int = 0) throws -> Int? {
        guard let number = try self.value(key, as: Int.self) else { return nil }
        guard number >= least else { throw self.invalid(key, "must be at least \(least)") }
        return number
    }

    /// An object of texts.
    func texts(_ key: RecordKey) throws -> [String: String] {
        let texts = try self.value(key, as: [String: String].self) ?? [:]
        for (name, text) in texts {
            try self.checkText(name, in: key)
            try self.checkText(text, in: key)
        }
        return texts
    }

    /// An array of texts.
    func list(_ key: RecordKey) throws -> [String] {
        let list = try self.value(key, as: [String].self) ?? []
        for text in list { try self.checkText(text, in: key) }
        return list
    }

    /// The object in a field.
    func object(_ key: RecordKey) throws -> RecordSource? {
        let key = RecordCodingKey(key)
        guard self.container.contains(key), try !self.container.decodeNil(forKey: key) else { return nil }
        return RecordSource(try self.container.nestedContainer(keyedBy: RecordCodingKey.self, forKey: key))
    }

    /// The objects of an array in a field.
    func objects<Element>(_ key: RecordKey, _ read: (RecordSource) throws -> Element) throws -> [Element] {
        let codingKey = RecordCodingKey(key)
        guard self.container.contains(codingKey), try !self.container.decodeNil(forKey: codingKey) else { return [] }
        var array = try self.container.nestedUnkeyedContainer(forKey: codingKey)
        var elements: [Element] = []
        while !array.isAtEnd {
            elements.append(try read(RecordSource(try array.nestedContainer(keyedBy: RecordCodingKey.self))))
        }
        return elements
    }

    /// Checks a field that follows from others, if it is there.
    func check<Value: Equatable>(_ key: RecordKey, _ stated: Value?, is derived: Value?) throws {
        if let stated, stated != derived {
            throw self.invalid(key, "disagrees with what it is made of: the record is damaged")
        }
    }

    /// The error that a field is not as it must be.
    func invalid(_ key: RecordKey, _ what: String) -> DecodingError {
        let path = (self.container.codingPath.map(\.stringValue) + [key.rawValue]).joined(separator: ".")
        let error = RecordError(.invalidField, "'\(path)' \(what)")
        return .dataCorrupted(
            DecodingError.Context(
                codingPath: self.container.codingPath + [RecordCodingKey(key)],
                debugDescription: error.message,
                underlyingError: error
            )
        )
    }
}
