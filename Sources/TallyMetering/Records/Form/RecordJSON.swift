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
        let fields = try RecordFields(line)
        do {
            return try MeteringRecord(from: fields)
        } catch let error as RecordError {
            throw error
        } catch {
            throw RecordError(.notJSON, "the line can not be decoded")
        }
    }
}
