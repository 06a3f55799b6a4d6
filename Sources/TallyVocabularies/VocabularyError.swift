/// Why an encoding or a vocabulary file can't be used.
public struct VocabularyError: Error, Hashable, Sendable {
    /// The kind of failure: a bounded set, safe as a metric label.
    public struct Code: Hashable, Sendable, CustomStringConvertible {
        private enum Kind: String {
            case unknownEncoding
            case unknownModel
            case notEmbedded
            case malformedFile
            case unsupportedFile
        }

        private let kind: Kind

        private init(_ kind: Kind) {
            self.kind = kind
        }

        /// A name that is no encoding's.
        public static let unknownEncoding = Code(.unknownEncoding)
        /// A model whose encoding is not known.
        public static let unknownModel = Code(.unknownModel)
        /// An encoding that is known but not part of this build.
        public static let notEmbedded = Code(.notEmbedded)
        /// A vocabulary file that can't be read.
        public static let malformedFile = Code(.malformedFile)
        /// A vocabulary file that can be read, but whose tokens can't be reproduced exactly.
        public static let unsupportedFile = Code(.unsupportedFile)

        /// The code's name.
        public var description: String { self.kind.rawValue }
    }

    /// The kind of failure.
    public let code: Code
    /// What went wrong, with the values that a person needs and the remedy.
    public let message: String
    /// The error that led to this one, if there was one.
    public let cause: (any Error)?

    init(_ code: Code, _ message: String, cause: (any Error)? = nil) {
        self.code = code
        self.message = message
        self.cause = cause
    }

    /// Whether both have the same code and message.
    public static func == (lhs: VocabularyError, rhs: VocabularyError) -> Bool {
        lhs.code == rhs.code && lhs.message == rhs.message
    }

    /// Hashes code and message.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(self.code)
        hasher.combine(self.message)
    }
}

extension VocabularyError: CustomStringConvertible {
    /// The message.
    public var description: String { self.message }
}
