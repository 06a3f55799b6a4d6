internal import TallyPricing

/// What a record reads its fields from: a line of JSON, or any decoder.
///
/// A record names its fields once, in the order in which it asks for them, to whichever it is; what is absent or null is nil
/// or empty.
protocol RecordSource: SendableMetatype {
    /// A value of a simple type.
    func value<Value: RecordValue>(_ key: RecordKey, as type: Value.Type) throws -> Value?
    /// A number that is the result divided by ten to the power of `decimals`.
    func scaled(_ key: RecordKey, decimals: Int) throws -> Int128?
    /// An object of texts.
    func texts(_ key: RecordKey) throws -> [String: String]
    /// An array of texts.
    func list(_ key: RecordKey) throws -> [String]
    /// The object in a field.
    func object(_ key: RecordKey) throws -> Self?
    /// The objects of an array in a field.
    func objects<Element>(_ key: RecordKey, _ read: (Self) throws -> Element) throws -> [Element]

    /// The names and positions that lead to a field, with points between.
    func path(to key: RecordKey) -> String
    /// What is thrown for an error, of one field or of the whole record.
    func thrown(_ error: RecordError, at key: RecordKey?) -> any Error
}

extension RecordSource {
    func value<Value: RecordValue>(_ key: RecordKey) throws -> Value? {
        try self.value(key, as: Value.self)
    }

    /// A value that must be there.
    func required<Value: RecordValue>(_ key: RecordKey, as type: Value.Type = Value.self) throws -> Value {
        guard let value = try self.value(key, as: type) else { throw self.invalid(key, "is missing") }
        return value
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

    /// Checks a field that follows from others, if it is there.
    func check<Value: Equatable>(_ key: RecordKey, _ stated: Value?, is derived: Value?) throws {
        if let stated, stated != derived {
            throw self.invalid(key, "disagrees with what it is made of: the record is damaged")
        }
    }

    /// The error that a field is not as it must be.
    func invalid(_ key: RecordKey, _ what: String) -> any Error {
        self.thrown(RecordError(.invalidField, "'\(self.path(to: key))' \(what)"), at: key)
    }
}
