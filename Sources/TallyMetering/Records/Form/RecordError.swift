/// Why a record can not be read.
///
/// The message names the field and what it must be, and never has the text of the record.
public struct RecordError: Error, Hashable, Sendable {
    /// What kind of failure it is; stable and a bounded set, safe as a metric label.
    public struct Code: Hashable, Sendable, CustomStringConvertible {
        private enum Value: String {
            case notJSON = "not_json"
            case unsupportedSchema = "unsupported_schema"
            case invalidField = "invalid_field"
            case tooLong = "too_long"
        }

        private let value: Value

        /// The text is no JSON object.
        public static let notJSON = Code(value: .notJSON)
        /// A newer version wrote the record.
        public static let unsupportedSchema = Code(value: .unsupportedSchema)
        /// A field is missing, has another type, or disagrees with others.
        public static let invalidField = Code(value: .invalidField)
        /// The text is longer than a record can be.
        public static let tooLong = Code(value: .tooLong)

        /// The code in snake case.
        public var description: String { self.value.rawValue }
    }

    /// What kind of failure it is.
    public let code: Code
    /// What is wrong, and what can be done.
    public let message: String

    package init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }
}

extension RecordError: CustomStringConvertible {
    /// The message after the code.
    public var description: String { "\(self.code): \(self.message)" }
}
