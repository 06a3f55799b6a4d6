internal import TallyProviders

/// A file of frames.
struct SpoolSegment: Sendable {
    /// Later segments have larger numbers.
    let number: Int
    /// How many bytes of it count.
    var size = 0
    /// What is before its first frame.
    var start: SpoolMark
    /// How many bytes of it will outlive a loss of power.
    var synced = 0
    /// Whether a sync has failed: what the system says of later ones means nothing for what was written before.
    var isSuspect = false
    /// The file, while it is written or synced.
    var file: SpoolFile?

    var name: String { Self.name(self.number) }

    static func name(_ number: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, 16 - digits.count)) + digits + ".segment"
    }

    /// The number of the segment with that name; nil if it is no segment's.
    static func number(of name: String) -> Int? {
        guard name.hasSuffix(".segment"), name.utf8.count == 24 else { return nil }
        return Int(name.dropLast(8)).flatMap { $0 > 0 && Self.name($0) == name ? $0 : nil }
    }
}

extension SpoolSegment {
    /// How much of a damaged segment is looked at at a time.
    private static let window = 1 << 16

    /// The first undamaged head at `offset` or behind, whose lines are within `size`; nil if there is none.
    ///
    /// - Complexity: O(1) where there is no damage.
    static func frame(
        in file: borrowing DurableFile,
        from offset: Int,
        size: Int
    ) throws(StorageError) -> (offset: Int, frame: SpoolFrame)? {
        var start = offset
        while start + SpoolFrame.count <= size {
            let isFirst = start == offset
            let bytes = try file.read(at: start, count: min(isFirst ? SpoolFrame.count : Self.window, size - start))
            guard bytes.count >= SpoolFrame.count else { return nil }
            for index in 0...(bytes.count - SpoolFrame.count) where bytes[index] == SpoolFrame.magic[0] {
                guard let frame = SpoolFrame(bytes[index...]),
                    frame.length <= size - start - index - SpoolFrame.count
                else { continue }
                return (start + index, frame)
            }
            start += bytes.count - SpoolFrame.count + 1
        }
        return nil
    }

    /// What is behind the last undamaged frame; nil if there is no undamaged one.
    static func end(in file: borrowing DurableFile, size: Int) throws(StorageError) -> SpoolMark? {
        var (offset, mark): (Int, SpoolMark?) = (0, nil)
        while let (start, frame) = try Self.frame(in: file, from: offset, size: size) {
            let isWhole = try Self.lines(of: frame, at: start, in: file) != nil
            // The heads of damaged lines still count what was there, if more was written behind.
            if isWhole { mark = frame.after }
            offset = start + SpoolFrame.count + (isWhole ? frame.length : 0)
        }
        return mark
    }

    /// The lines of a frame; nil if they are damaged.
    static func lines(
        of frame: SpoolFrame,
        at offset: Int,
        in file: borrowing DurableFile
    ) throws(StorageError) -> [UInt8]? {
        var bytes: [UInt8] = []
        while bytes.count < frame.length {
            let more = try file.read(
                at: offset + SpoolFrame.count + bytes.count,
                count: frame.length - bytes.count
            )
            if more.isEmpty { return nil }
            if bytes.isEmpty { bytes = more } else { bytes += more }
        }
        return CRC32.value(of: bytes.span) == frame.checksum ? bytes : nil
    }
}
