/// Something in a ledger that no service of ours writes, or writes seldom, and that readers have to live with.
public enum SampleOddity: String, Hashable, Sendable, CaseIterable {
    /// Lines that a crash cut off, and a last one without an end.
    case tornLine = "torn_line"
    /// Lines that are no records: other text, bytes that are no text, fields of a wrong type, sums that disagree.
    case noRecord = "no_record"
    /// Lines of a newer version of the schema.
    case newerSchema = "newer_schema"
    /// Records that are there twice.
    case duplicate
    /// Calls of the year 2099.
    case future
    /// A call of a billion tokens.
    case outlier
    /// Calls whose tags have markup, formulas, control characters and writing from right to left.
    case markup
}

/// Oddities that a sample has.
public struct SampleOddities: OptionSet, Hashable, Sendable {
    /// The bits.
    public let rawValue: Int

    /// Creates a set of bits.
    public init(rawValue: Int) { self.rawValue = rawValue }

    /// The set of these oddities.
    public init(_ oddities: [SampleOddity]) {
        self.rawValue = oddities.reduce(0) { bits, oddity in
            bits | 1 << (SampleOddity.allCases.firstIndex(of: oddity) ?? 0)
        }
    }

    /// All of them.
    public static let all = SampleOddities(SampleOddity.allCases)

    /// Whether the oddity is one of the set.
    public func contains(_ oddity: SampleOddity) -> Bool {
        self.isSuperset(of: SampleOddities([oddity]))
    }

    /// The oddities of the set.
    var members: [SampleOddity] { SampleOddity.allCases.filter { self.contains($0) } }
}
