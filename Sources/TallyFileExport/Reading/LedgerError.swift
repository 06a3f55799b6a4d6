package import TallyStorage

/// Why a ledger can not be read.
///
/// The message never has the text of a record.
public struct LedgerError: Error, Hashable, Sendable {
    /// What kind of failure it is; stable and a bounded set.
    public struct Code: Hashable, Sendable, CustomStringConvertible {
        private enum Value: String {
            case unavailable
            case damaged
            case unreadableLine = "unreadable_line"
            case unsupportedSchema = "unsupported_schema"
            case missingTrait = "missing_trait"
        }

        private let value: Value

        /// The system does not give the file or the folder.
        public static let unavailable = Code(value: .unavailable)
        /// A compressed file was changed or cut off.
        public static let damaged = Code(value: .damaged)
        /// A line is no record.
        public static let unreadableLine = Code(value: .unreadableLine)
        /// A newer version of Tally wrote a line.
        public static let unsupportedSchema = Code(value: .unsupportedSchema)
        /// A file is compressed, and this build has no trait `Compression`.
        public static let missingTrait = Code(value: .missingTrait)

        /// The code in snake case.
        public var description: String { self.value.rawValue }
    }

    /// What kind of failure it is.
    public let code: Code
    /// What is wrong where, and what can be done.
    public let message: String
    /// The file within the ledger, if it is one.
    public let file: String?
    /// The line, counted from 1, if it is one.
    public let line: Int?

    init(_ code: Code, _ message: String, file: String? = nil, line: Int? = nil) {
        self.code = code
        self.message = message
        self.file = file
        self.line = line
    }

    package init(_ error: StorageError, file: String? = nil) {
        self.init(.unavailable, error.description, file: file)
    }

    init(_ error: CompressionError, file: String) {
        self.init(error.code == .missingTrait ? .missingTrait : .damaged, "\(file): \(error)", file: file)
    }

    init(_ error: RecordError, file: String, line: Int) {
        let code: Code = error.code == .unsupportedSchema ? .unsupportedSchema : .unreadableLine
        self.init(code, "\(file), line \(line): \(error.message)", file: file, line: line)
    }
}

extension LedgerError: CustomStringConvertible {
    /// The message after the code.
    public var description: String { "\(self.code): \(self.message)" }
}
