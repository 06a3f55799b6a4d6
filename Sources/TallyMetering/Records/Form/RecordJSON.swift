#if canImport(FoundationEssentials)
internal import FoundationEssentials
#else
internal import Foundation
#endif

/// Records as lines of JSON, as `record.schema.json` describes them.
public enum RecordJSON {
    /// The longest line that is read, in bytes.
    public static let maximumLineLength = 1 << 20

    /// Appends `record` to `bytes` as one line without its end: a JSON object without blanks, in which money is an exact
    /// number and what is not known is absent.
    ///
    /// The same record always gives the same bytes.
    public static func append(_ record: MeteringRecord, to bytes: inout [UInt8]) {
        var writer = RecordBytes()
        writer.writeObject { writer in record.write(to: &writer) }
        unsafe writer.buffer.withBytes { unsafe bytes.append(contentsOf: $0) }
    }

    /// Reads the record of one line, with or without blanks around it.
    ///
    /// - Throws: ``RecordError``: for text that is no JSON object or longer than ``maximumLineLength``, for a newer schema,
    ///   and for a field that is missing, has another type or disagrees with others. Unknown fields are no error.
    public static func read(_ line: Span<UInt8>) throws(RecordError) -> MeteringRecord {
        guard line.count <= Self.maximumLineLength else {
            throw RecordError(.tooLong, "a line of \(line.count) bytes; a record has at most \(Self.maximumLineLength)")
        }
        let data = unsafe line.withUnsafeBytes { bytes in unsafe Data(bytes) }
        do {
            return try JSONDecoder().decode(MeteringRecord.self, from: data)
        } catch let error as DecodingError {
            throw RecordError(error)
        } catch {
            throw RecordError(.notJSON, "the line can not be decoded")
        }
    }
}

extension RecordError {
    /// The error without anything that the line says.
    fileprivate init(_ error: DecodingError) {
        switch error {
        case .typeMismatch(_, let context), .valueNotFound(_, let context):
            self =
                context.codingPath.isEmpty
                ? RecordError(.notJSON, "the line is no JSON object")
                : .invalidField(context, "has another type than a record's field has")
        case .keyNotFound(let key, let context): self = .invalidField(context, "lacks '\(key.stringValue)'")
        case .dataCorrupted(let context):
            if let known = context.underlyingError as? RecordError {
                self = known
            } else if context.codingPath.isEmpty {
                self = RecordError(
                    .notJSON,
                    "the line is no JSON, or has a number that does not fit: it may be cut off or damaged"
                )
            } else {
                self = .invalidField(context, "has a value that a record's field can not have")
            }
        @unknown default: self = RecordError(.notJSON, "the line can not be decoded")
        }
    }

    private static func invalidField(_ context: DecodingError.Context, _ what: String) -> RecordError {
        // Names that the schema does not have may be anything, and are not repeated.
        let path = context.codingPath.map { key in
            key.intValue.map(String.init) ?? RecordKey(rawValue: key.stringValue)?.rawValue ?? "…"
        }
        return RecordError(.invalidField, "'\(path.joined(separator: "."))' \(what)")
    }
}
