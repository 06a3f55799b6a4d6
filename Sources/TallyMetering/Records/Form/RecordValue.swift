internal import TallyPricing
internal import TallyProviders

/// A value of one field, which a line states as text, a number or a word.
protocol RecordValue: Decodable {
    /// Reads the value of a line that is not null.
    static func read(_ value: RecordLine.Value) throws(RecordLine.Fault) -> Self
}

extension RecordValue where Self: RawRepresentable, RawValue == String {
    static func read(_ value: RecordLine.Value) throws(RecordLine.Fault) -> Self {
        guard let known = Self(rawValue: try value.text()) else { throw .value }
        return known
    }
}

extension Outcome: RecordValue {}
extension DropReason: RecordValue {}
extension WireFormat: RecordValue {}
extension UsageSource: RecordValue {}
extension AmbiguousUsage: RecordValue {}
extension UnpricedReason: RecordValue {}
extension PriceThreshold.Comparison: RecordValue {}
extension PriceThreshold.Metric: RecordValue {}

extension UsageCounter: RecordValue {
    static func read(_ value: RecordLine.Value) throws(RecordLine.Fault) -> UsageCounter {
        if let position = value.position(in: Self.names) { return Self.allCases[position] }
        // With escapes it may still be one.
        guard let known = UsageCounter(rawValue: try value.text()) else { throw .value }
        return known
    }

    /// The counters by their names.
    static let names = NameIndex(UsageCounter.allCases.map(\.rawValue))
}

extension String: RecordValue {
    static func read(_ value: RecordLine.Value) throws(RecordLine.Fault) -> String {
        try value.text()
    }
}

extension Bool: RecordValue {
    static func read(_ value: RecordLine.Value) throws(RecordLine.Fault) -> Bool {
        try value.flag()
    }
}

extension Int: RecordValue {
    static func read(_ value: RecordLine.Value) throws(RecordLine.Fault) -> Int {
        try value.integer()
    }
}

extension Int64: RecordValue {
    static func read(_ value: RecordLine.Value) throws(RecordLine.Fault) -> Int64 {
        Int64(try value.integer())
    }
}

extension RecordID: RecordValue {
    static func read(_ value: RecordLine.Value) throws(RecordLine.Fault) -> RecordID {
        if let id = value.parsed(RecordID.parse) { return id }
        guard let id = RecordID(try value.text()) else { throw .value }
        return id
    }
}

extension Timestamp: RecordValue {
    static func read(_ value: RecordLine.Value) throws(RecordLine.Fault) -> Timestamp {
        if let time = value.parsed(Timestamp.parse) { return time }
        guard let time = Timestamp(try value.text()) else { throw .value }
        return time
    }
}

extension TokenUsage: RecordValue {
    static func read(_ value: RecordLine.Value) throws(RecordLine.Fault) -> TokenUsage {
        try value.counts()
    }
}
