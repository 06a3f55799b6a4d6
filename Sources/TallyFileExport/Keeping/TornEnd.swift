internal import TallyMetering
internal import TallyStorage

/// The end of a file whose writer was stopped: where whole records end.
struct TornEnd {
    /// Behind the last record.
    var end: Int
    /// Whether that record lacks the end of its line.
    var lacksNewline: Bool

    /// Looks at the file from its end on.
    ///
    /// A last line without an end that is a whole record is one: the text of a record is complete with its last brace. Lines
    /// before that are no JSON belong to the torn end too: a machine's sudden end may leave blocks that were never written.
    ///
    /// - Complexity: O(*n*) in what is torn.
    static func find(in file: borrowing DurableFile) throws(StorageError) -> TornEnd {
        let size = try file.size
        var end = size
        while end > 0 {
            let isEnded = try file.read(at: end - 1, count: 1) == [UInt8(ascii: "\n")]
            let stop = isEnded ? end - 1 : end
            let start = try Self.lineStart(in: file, before: stop)
            if stop - start <= RecordJSON.maximumLineLength {
                let line = try file.read(at: start, count: stop - start)
                if Self.isRecord(line.span) { return TornEnd(end: end, lacksNewline: !isEnded) }
            }
            end = start
        }
        return TornEnd(end: 0, lacksNewline: false)
    }

    /// Whether a line is a record, or JSON that others wrote.
    private static func isRecord(_ line: Span<UInt8>) -> Bool {
        do throws(RecordError) {
            _ = try RecordJSON.read(line)
            return true
        } catch {
            return error.code != .notJSON
        }
    }

    private static func lineStart(in file: borrowing DurableFile, before stop: Int) throws(StorageError) -> Int {
        var position = stop
        while position > 0 {
            let start = max(0, position - (1 << 14))
            let bytes = try file.read(at: start, count: position - start)
            if let newline = bytes.lastIndex(of: UInt8(ascii: "\n")) { return start + newline + 1 }
            position = start
        }
        return 0
    }
}
