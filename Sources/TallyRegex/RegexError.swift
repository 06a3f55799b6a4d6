#if PCRE2

/// Why a pattern was not accepted.
///
/// Raised only when a pattern is compiled, never by text that is split.
public struct RegexError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The kind of failure; safe as the label of a metric.
    public struct Code: Sendable, Hashable, CustomStringConvertible {
        private enum Kind: String {
            case invalidSyntax
            case unsupportedSyntax
            case unknownClass
            case matchesNothing
            case tooLarge
            case engineRefused
        }

        private let kind: Kind

        /// The pattern is no regular expression: the reference refuses it too, or reads it in a way nobody means.
        public static let invalidSyntax = Code(kind: .invalidSyntax)
        /// The reference accepts the construct; this package cannot promise the same matches for it.
        public static let unsupportedSyntax = Code(kind: .unsupportedSyntax)
        /// A `\p{…}` names a set that the extracted tables do not hold.
        public static let unknownClass = Code(kind: .unknownClass)
        /// The pattern can match the empty string, which is no piece.
        public static let matchesNothing = Code(kind: .matchesNothing)
        /// The pattern is nested too deep, or too large for PCRE2 once its classes are written out.
        public static let tooLarge = Code(kind: .tooLarge)
        /// PCRE2 refused the rewritten pattern.
        public static let engineRefused = Code(kind: .engineRefused)

        /// The name of the code.
        public var description: String { kind.rawValue }
    }

    /// The kind of failure.
    public let code: Code

    /// Where in the pattern, in UTF-8 bytes from its start; nil where the failure concerns the whole pattern.
    public let position: Int?

    /// What was found and what to write instead.
    public let message: String

    /// Code, position and message in one line.
    public var description: String {
        let place = position.map { " at byte \($0)" } ?? ""
        return "\(code)\(place): \(message)"
    }
}

#endif
