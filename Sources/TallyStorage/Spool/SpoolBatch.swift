internal import TallyMetering
internal import TallyProviders

/// Records as they are written: frames one after the other, whose heads are filled in when it is known what is before.
struct SpoolBatch: Sendable {
    /// The most bytes of lines in a frame, unless a record alone has more; what a delivery holds in memory at a time.
    static let frameLimit = 1 << 18

    private struct Part: Sendable {
        var start: Int
        var amount = RecordAmount.nothing
        var checksum: UInt32 = 0
        var length = 0
    }

    private(set) var bytes: [UInt8] = []
    /// What is in all records.
    private(set) var amount = RecordAmount.nothing
    private var parts: [Part] = []

    init(_ records: [MeteringRecord]) {
        self.bytes.reserveCapacity(records.count * 640)
        for record in records {
            if self.parts.last.map({ self.bytes.count - $0.start >= Self.frameLimit }) ?? true { self.beginFrame() }
            RecordJSON.append(record, to: &self.bytes)
            self.bytes.append(UInt8(ascii: "\n"))
            self.parts[self.parts.count - 1].amount.add(RecordAmount(of: record))
        }
        self.endFrame()
    }

    private mutating func beginFrame() {
        self.endFrame()
        self.parts.append(Part(start: self.bytes.count))
        self.bytes.append(contentsOf: repeatElement(0, count: SpoolFrame.count))
    }

    private mutating func endFrame() {
        guard var part = self.parts.popLast() else { return }
        let lines = part.start + SpoolFrame.count
        part.length = self.bytes.count - lines
        part.checksum = CRC32.value(of: self.bytes.span.extracting(lines..<self.bytes.count))
        self.amount.add(part.amount)
        self.parts.append(part)
    }

    /// Fills in the heads.
    ///
    /// - Returns: What is before the next frame.
    mutating func seal(after mark: SpoolMark, at time: Timestamp) -> SpoolMark {
        var mark = mark
        for part in self.parts {
            let frame = SpoolFrame(
                checksum: part.checksum,
                length: part.length,
                time: time,
                before: mark,
                amount: part.amount
            )
            self.bytes.replace(at: part.start, with: frame.bytes)
            mark = frame.after
        }
        return mark
    }
}
