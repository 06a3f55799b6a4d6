/// Why records could not be delivered.
///
/// The message never has text of a prompt, keys or headers.
public struct ExportError: Error, Sendable {
    /// What kind of failure it is; stable and a bounded set, safe as a metric label.
    public struct Code: Hashable, Sendable, CustomStringConvertible {
        private enum Value: String {
            case unavailable
            case timeout
            case throttled
            case rejected
            case tooLarge = "too_large"
            case misconfigured
        }

        private let value: Value

        /// The receiver can not be reached, or says that it is not ready.
        public static let unavailable = Code(value: .unavailable)
        /// No answer came in time; the receiver may have the records.
        public static let timeout = Code(value: .timeout)
        /// The receiver asks to come later.
        public static let throttled = Code(value: .throttled)
        /// The receiver refuses these records, and would again.
        public static let rejected = Code(value: .rejected)
        /// The batch is too large for the receiver; a smaller one may not be.
        public static let tooLarge = Code(value: .tooLarge)
        /// The exporter can not work as it is set up.
        public static let misconfigured = Code(value: .misconfigured)

        /// The code in snake case.
        public var description: String { self.value.rawValue }
    }

    /// What kind of failure it is.
    public var code: Code
    /// What failed, why, and what can be done.
    public var message: String
    /// How long to wait before the next try, if the receiver said so.
    public var retryAfter: Duration?

    /// Creates an error.
    public init(_ code: Code, _ message: String, retryAfter: Duration? = nil) {
        self.code = code
        self.message = message
        self.retryAfter = retryAfter
    }

    /// Whether the same batch may be delivered by a later try.
    public var isRetryable: Bool {
        [.unavailable, .timeout, .throttled].contains(self.code)
    }
}

extension ExportError: CustomStringConvertible {
    /// The message after the code.
    public var description: String { "\(self.code): \(self.message)" }
}
