/// The lines of a file, in memory bounded by the longest one.
struct LineReader {
    private static let step = 1 << 16

    /// Calls `body` with each line, without its newline; a text that ends in one has no empty line after it.
    ///
    /// `beforeWaiting` runs before each read, so that answers are not held back while a pipe's writer pauses.
    static func forEachLine(
        of file: borrowing OpenFile,
        _ buffer: InputBuffer,
        beforeWaiting: () throws -> Void,
        _ body: (Span<UInt8>) throws -> Void
    ) throws {
        buffer.removeAll()
        var searched = 0
        var hasMore = true
        while hasMore {
            try beforeWaiting()
            hasMore = try buffer.read(file, atLeast: 1)
            let used = try buffer.withBytes { (bytes) throws -> Int in
                var start = 0
                var position = searched
                while position < bytes.count {
                    if bytes[position] == UInt8(ascii: "\n") {
                        try body(bytes.extracting(start..<position))
                        start = position + 1
                    }
                    position += 1
                }
                if !hasMore, start < bytes.count {
                    try body(bytes.extracting(start..<bytes.count))
                    start = bytes.count
                }
                return start
            }
            buffer.discard(used)
            searched = buffer.count
        }
    }
}
