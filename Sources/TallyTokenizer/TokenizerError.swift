/// What went wrong when a vocabulary was built, or when tokens were decoded or put into the caller's memory.
///
/// The message says what, why and the remedy. It carries ids, counts and names, never text that was tokenized.
public struct TokenizerError: Error, Hashable, Sendable {
    /// The kind of failure: a bounded set, safe as a metric label.
    public struct Code: Hashable, Sendable, CustomStringConvertible {
        private enum Kind: String {
            case unknownToken
            case malformedVocabulary
            case missingByteToken
            case duplicateToken
            case tooManyTokens
            case conflictingSpecialToken
            case insufficientRoom
        }

        private let kind: Kind

        private init(_ kind: Kind) {
            self.kind = kind
        }

        /// A token id that the encoding does not have.
        public static let unknownToken = Code(.unknownToken)
        /// Packed bytes that are not a vocabulary, or are damaged.
        public static let malformedVocabulary = Code(.malformedVocabulary)
        /// A vocabulary without a token for one of the 256 bytes, so that some text could not be encoded.
        public static let missingByteToken = Code(.missingByteToken)
        /// The same bytes under two ids.
        public static let duplicateToken = Code(.duplicateToken)
        /// More ids than the packed form can number.
        public static let tooManyTokens = Code(.tooManyTokens)
        /// A special token whose name is empty or whose id is already taken.
        public static let conflictingSpecialToken = Code(.conflictingSpecialToken)
        /// Memory of the caller's that can't hold the whole answer.
        public static let insufficientRoom = Code(.insufficientRoom)

        /// The code's name.
        public var description: String { self.kind.rawValue }
    }

    /// The kind of failure.
    public let code: Code
    /// What went wrong, with the values that a person needs and the remedy.
    public let message: String

    package init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }
}

extension TokenizerError: CustomStringConvertible {
    /// The message.
    public var description: String { self.message }
}
