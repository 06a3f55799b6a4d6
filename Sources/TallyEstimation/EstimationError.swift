/// Why a request can't be read or estimated.
///
/// It carries names of members, places and numbers, never text of a prompt.
public struct EstimationError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The kind of failure: a bounded set, safe as a metric label.
    public struct Code: Hashable, Sendable, CustomStringConvertible {
        private enum Kind: String {
            case malformedJSON
            case unknownFormat
            case malformedRequest
        }

        private let kind: Kind

        private init(_ kind: Kind) {
            self.kind = kind
        }

        /// A text that is not JSON.
        public static let malformedJSON = Code(.malformedJSON)
        /// A body of which no provider's form is recognized.
        public static let unknownFormat = Code(.unknownFormat)
        /// A body that lacks something, or has it in another form than the provider documents.
        public static let malformedRequest = Code(.malformedRequest)

        /// The code's name.
        public var description: String { self.kind.rawValue }
    }

    /// The kind of failure.
    public let code: Code
    /// What went wrong and where, with the remedy.
    public let message: String

    init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }

    /// The message.
    public var description: String { self.message }
}
