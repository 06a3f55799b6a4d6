package import TallyMetering
package import TallyStorage

/// The lines of one file, plain or compressed, one after the other in bounded memory.
package final class LineSource {
    /// A line, without its end.
    package struct Line {
        /// Where it is in the buffer.
        package var range: Range<Int>
        /// Its first byte in the text of the file.
        package var offset: Int
        /// How many bytes it has, with its end.
        package var length: Int
        /// Whether it has an end.
        package var isEnded: Bool
        /// Whether it is longer than a record can be; then it is not in the buffer.
        package var isTooLong: Bool
    }

    /// What has been read and not yet been passed.
    private var buffer: [UInt8] = []
    private var start = 0
    // The text's offset of the buffer's first byte.
    private var base: Int
    private var isAtEnd = false

    private let file: DurableFile
    private let path: String
    private let decompressor: Decompressor?
    private var filePosition: Int
    private var compressed: [UInt8] = []
    private var compressedStart = 0
    // What of a compressed file's text is passed over.
    private var skip: Int

    private static let chunk = 1 << 18

    /// Opens a file at an offset of its text.
    package convenience init(_ file: LedgerFile, at offset: Int) throws(LedgerError) {
        try self.init(file.folder.path(of: file.name), file.form, calling: file.path, at: offset)
    }

    /// Opens the file at `location`, which errors call `path`, at an offset of its text.
    package init(
        _ location: String,
        _ form: Compression?,
        calling path: String,
        at offset: Int = 0
    ) throws(LedgerError) {
        do throws(StorageError) {
            self.file = try DurableFile(location, .reading)
        } catch {
            throw LedgerError(error, file: path)
        }
        self.path = path
        self.base = offset
        do throws(CompressionError) {
            self.decompressor = if let form { try Decompressor(form) } else { nil }
        } catch {
            throw LedgerError(error, file: path)
        }
        self.filePosition = form == nil ? offset : 0
        self.skip = form == nil ? 0 : offset
    }

    /// How many bytes of the file have been read, compressed ones as they are.
    package var bytesRead: Int { self.filePosition }

    /// Whether nobody writes to the file: no process has it open for that.
    func isClosed() -> Bool {
        self.decompressor != nil || (try? self.file.lock()) ?? true
    }

    /// Returns the next line; nil at the end.
    package func next() throws(LedgerError) -> Line? {
        var searched = self.start
        var dropped = 0
        while true {
            if let end = Self.newline(in: self.buffer.span, from: searched) {
                defer { self.start = end + 1 }
                return self.line(end: end, dropped: dropped, isEnded: true)
            }
            searched = self.buffer.count
            if searched - self.start > RecordJSON.maximumLineLength {
                // Nobody reads it: only its length counts.
                dropped += searched - self.start
                self.start = searched
            }
            if self.isAtEnd {
                guard dropped > 0 || self.start < searched else { return nil }
                defer { self.start = searched }
                return self.line(end: searched, dropped: dropped, isEnded: false)
            }
            let before = self.start
            try self.fill()
            searched -= before - self.start
        }
    }

    /// Returns the record of the line that ``next()`` returned last.
    package func record(_ line: Line) -> Result<MeteringRecord, RecordError> {
        do throws(RecordError) {
            if line.isTooLong {
                throw RecordError(
                    .tooLong,
                    "a line of \(line.length) bytes; a record has at most \(RecordJSON.maximumLineLength)"
                )
            }
            let buffer = self.buffer
            return .success(try RecordJSON.read(buffer.span.extracting(line.range)))
        } catch {
            return .failure(error)
        }
    }

    /// Calls `body` with the line that ``next()`` returned last, as the first bytes of a buffer that has
    /// ``padding`` more, whatever they are.
    @inline(__always)
    package func withPaddedBytes<Result>(
        of line: Line,
        _ body: (UnsafeRawBufferPointer) throws -> Result
    ) rethrows -> Result {
        if line.range.upperBound + Self.padding <= self.buffer.count {
            return try unsafe self.buffer.withUnsafeBytes { bytes in
                let range = line.range.lowerBound..<line.range.upperBound + Self.padding
                return try unsafe body(UnsafeRawBufferPointer(rebasing: bytes[range]))
            }
        }
        let copy = self.buffer[line.range] + [UInt8](repeating: 0, count: Self.padding)
        return try unsafe copy.withUnsafeBytes { unsafe try body($0) }
    }

    /// How many bytes can be read behind a line.
    package static let padding = 64

    private func line(end: Int, dropped: Int, isEnded: Bool) -> Line {
        Line(
            range: self.start..<end,
            offset: self.base + self.start - dropped,
            length: dropped + end - self.start + (isEnded ? 1 : 0),
            isEnded: isEnded,
            isTooLong: dropped > 0 || end - self.start > RecordJSON.maximumLineLength
        )
    }

    private func fill() throws(LedgerError) {
        if self.start > 0 {
            self.buffer.removeSubrange(..<self.start)
            self.base += self.start
            self.start = 0
        }
        guard let decompressor = self.decompressor else {
            let bytes = try self.read()
            self.isAtEnd = bytes.isEmpty
            self.buffer += bytes
            return
        }
        if self.compressedStart == self.compressed.count, !decompressor.hasMoreOutput {
            self.compressed = try self.read()
            self.compressedStart = 0
            self.isAtEnd = self.compressed.isEmpty
        }
        do throws(CompressionError) {
            if self.isAtEnd { return try decompressor.finish() }
            let before = self.buffer.count
            let compressed = self.compressed
            let input = compressed.span.extracting(self.compressedStart...)
            self.compressedStart += try decompressor.read(input, to: &self.buffer)
            let passed = min(self.skip, self.buffer.count - before)
            self.skip -= passed
            self.buffer.removeSubrange(before..<before + passed)
        } catch {
            throw LedgerError(error, file: self.path)
        }
    }

    private func read() throws(LedgerError) -> [UInt8] {
        do throws(StorageError) {
            let bytes = try self.file.read(at: self.filePosition, count: Self.chunk)
            self.filePosition += bytes.count
            return bytes
        } catch {
            throw LedgerError(error, file: self.path)
        }
    }

    private static func newline(in bytes: Span<UInt8>, from start: Int) -> Int? {
        var index = start
        // Eight bytes at a time: one of them is a newline if it is zero once the newline's bits are turned around.
        unsafe bytes.withUnsafeBytes { bytes in
            while index + 8 <= bytes.count {
                let word = unsafe bytes.loadUnaligned(fromByteOffset: index, as: UInt64.self) ^ 0x0A0A_0A0A_0A0A_0A0A
                guard (word &- 0x0101_0101_0101_0101) & ~word & 0x8080_8080_8080_8080 == 0 else { return }
                index += 8
            }
        }
        while index < bytes.count {
            if bytes[index] == UInt8(ascii: "\n") { return index }
            index += 1
        }
        return nil
    }
}
