internal import TallyPricing

/// What a record writes its fields to: bytes of JSON, or an encoder.
///
/// A record names its fields once, in their order, to whichever it is; what is nil or empty has no field. Nothing throws:
/// an encoder keeps its first error.
protocol RecordWriter: ~Copyable {
    mutating func write(_ key: RecordKey, _ text: String?)
    mutating func write(_ key: RecordKey, _ number: Int?)
    mutating func write(_ key: RecordKey, _ flag: Bool)
    mutating func write(_ key: RecordKey, _ id: RecordID?)
    mutating func write(_ key: RecordKey, _ time: Timestamp)

    /// Writes a number that is `scaled` divided by ten to the power of `decimals`.
    mutating func write(_ key: RecordKey, scaled: Int128?, decimals: Int)
    /// Writes an object from counters to quantities, also if it is empty.
    mutating func write(_ key: RecordKey, counts: TokenUsage)
    /// Writes an object of texts.
    mutating func write(_ key: RecordKey, texts: [(name: String, text: String)])
    /// Writes an array of texts.
    mutating func write(_ key: RecordKey, list: [String])
    /// Writes an object whose fields `body` writes.
    mutating func writeObject(_ key: RecordKey, _ body: (inout Self) -> Void)
    /// Writes an array of objects, each with the fields that `body` writes.
    mutating func writeObjects<Element>(
        _ key: RecordKey,
        _ elements: [Element],
        _ body: (Element, inout Self) -> Void
    )
}

extension RecordWriter where Self: ~Copyable {
    mutating func write(_ key: RecordKey, _ money: Money?) {
        self.write(key, scaled: money?.picodollars, decimals: 12)
    }

    /// Writes milliseconds with at most three decimals.
    mutating func write(_ key: RecordKey, _ duration: Duration?) {
        self.write(key, scaled: duration?.writtenMicroseconds, decimals: 3)
    }
}

extension Duration {
    /// The nearest whole microseconds, within 64 bits.
    var writtenMicroseconds: Int128 {
        let (seconds, attoseconds) = self.components
        let all = Int128(seconds) * 1_000_000_000_000_000_000 + Int128(attoseconds)
        let half: Int128 = all < 0 ? -500_000_000_000 : 500_000_000_000
        return Int128(Int64(clamping: (all + half) / 1_000_000_000_000))
    }
}
