/// A text to measure on: what one path of the command line leads to, in memory.
struct BenchText {
    let path: FilePath
    let bytes: [UInt8]

    /// Reads a file, standard input or all files of a folder, one after the other.
    init(_ path: FilePath, _ console: Console) throws {
        var bytes: [UInt8] = []
        try InputReader(paths: [path], ignoresFiles: true, countsBinaries: false).forEach { input in
            switch input {
            case .text(_, let content):
                content.withBytes { text in for offset in 0..<text.count { bytes.append(text[offset]) } }
            case .skipped(let path, let reason):
                try console.note(path.displayText, "skipped, \(reason.name): \(reason.explanation)")
            case .failed(_, let failure): throw failure
            }
        }
        if bytes.isEmpty {
            throw CommandFailure(
                .unreadableInput,
                what: path.displayText,
                why: "there is no text in it, so nothing to measure"
            )
        }
        self.init(path: path, bytes: bytes)
    }

    /// A text that is in memory already.
    init(path: FilePath, bytes: [UInt8]) {
        self.path = path
        self.bytes = bytes
    }

    /// How much of a text short calls are made on.
    private static let sliced = 1 << 20

    /// The parts that one call each is made on: the whole text, or slices of about `size` bytes of its first megabyte.
    ///
    /// A slice ends before a character, so that cutting never makes a text invalid.
    func parts(of size: Int?) -> [Range<Int>] {
        guard let size else { return [0..<self.bytes.count] }
        var parts: [Range<Int>] = []
        var start = 0
        while start < min(self.bytes.count, Self.sliced) {
            var end = min(start + size, self.bytes.count)
            while end < self.bytes.count, end > start + size / 2, self.bytes[end] & 0xC0 == 0x80 { end -= 1 }
            parts.append(start..<end)
            start = end
        }
        return parts
    }
}
