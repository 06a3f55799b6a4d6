/// The number by which a vocabulary knows a token.
///
/// A type of its own, so that ids and counts can't be mixed up.
@frozen
public struct TokenID: RawRepresentable, Hashable, Sendable {
    /// The id as the reference library and the providers write it.
    public let rawValue: UInt32

    /// Creates the id with this number; whether a vocabulary has it is asked of the vocabulary.
    @inlinable
    public init(rawValue: UInt32) {
        self.rawValue = rawValue
    }
}

extension TokenID: Comparable {
    /// Orders ids by number, which for rank-ordered vocabularies is the order in which merges are preferred.
    @inlinable
    public static func < (lhs: TokenID, rhs: TokenID) -> Bool {
        lhs.rawValue < rhs.rawValue
    }
}

extension TokenID: ExpressibleByIntegerLiteral {
    /// Creates an id from a literal, as in `let end: TokenID = 199_999`.
    @inlinable
    public init(integerLiteral value: UInt32) {
        self.init(rawValue: value)
    }
}

extension TokenID: CustomStringConvertible {
    /// The number in decimal digits.
    public var description: String { String(self.rawValue) }
}
