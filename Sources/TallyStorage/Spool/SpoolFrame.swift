internal import TallyMetering
internal import TallyProviders

/// The head of a frame: how long its lines are, and what is in them, so that they can be counted without being read.
///
/// A frame is a head of ``SpoolFrame/count`` bytes and lines of JSON, one a record. All numbers have the lowest byte first:
///
/// | Bytes | What |
/// |---|---|
/// | 4 | `TSF1` |
/// | 4 | CRC-32 of the head without these two |
/// | 4 | CRC-32 of the lines |
/// | 4 | bytes of the lines |
/// | 8 | milliseconds since 1970 at which the frame was written |
/// | 48 | the frame's number, and what is in all frames before it: records, tokens, pico-dollars, unpriced records |
/// | 40 | what is in this frame |
struct SpoolFrame: Hashable, Sendable {
    static let count = 112
    static let magic: [UInt8] = Array("TSF1".utf8)

    /// The CRC-32 of the lines.
    var checksum: UInt32
    /// How many bytes the lines have.
    var length: Int
    /// When the frame was written.
    var time: Timestamp
    /// What is before.
    var before: SpoolMark
    /// What is in the lines.
    var amount: RecordAmount

    /// What is before the next frame.
    var after: SpoolMark {
        SpoolMark(sequence: self.before.sequence &+ 1, total: self.before.total.adding(self.amount))
    }

    /// The head as bytes.
    var bytes: [UInt8] {
        var body: [UInt8] = []
        body.reserveCapacity(Self.count)
        body.append(integer: self.checksum)
        body.append(integer: UInt32(clamping: self.length))
        body.append(integer: UInt64(bitPattern: self.time.millisecondsSince1970))
        self.before.append(to: &body)
        self.amount.append(to: &body)
        var bytes = Self.magic
        bytes.reserveCapacity(Self.count)
        bytes.append(integer: CRC32.value(of: body.span))
        return bytes + body
    }
}

extension SpoolFrame {
    /// Reads a head; nil if `bytes` does not begin with an undamaged one.
    init?(_ bytes: ArraySlice<UInt8>) {
        guard bytes.count >= Self.count, bytes.starts(with: Self.magic) else { return nil }
        let start = bytes.startIndex
        var reader = SpoolBytes(bytes[(start + 4)..<(start + Self.count)])
        guard let own: UInt32 = reader.integer(),
            own == CRC32.value(of: bytes.span.extracting(8..<Self.count)),
            let checksum: UInt32 = reader.integer(), let length: UInt32 = reader.integer(),
            let time: UInt64 = reader.integer(), let before = SpoolMark(&reader), let amount = RecordAmount(&reader),
            amount.records > 0
        else { return nil }
        self.init(
            checksum: checksum,
            length: Int(length),
            time: Timestamp(millisecondsSince1970: Int64(bitPattern: time)),
            before: before,
            amount: amount
        )
    }
}
