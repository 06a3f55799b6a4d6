internal import TallyMetering

/// Reads batches from the segments of a slot for one exporter.
///
/// It holds one file open and the lines of one frame. Its calls block for as long as the system takes.
struct SpoolReader {
    /// What a slot has at a moment.
    struct View: Sendable {
        var slot: Int
        var folder: Folder
        var segments: [SpoolSegment]
        var tail: SpoolMark
        var cursor: SpoolCursor
    }

    /// How much is wanted.
    struct Limits: Sendable {
        var records: Int
        var bytes: Int
        /// What was written before has expired.
        var earliest: Timestamp?
    }

    /// What comes next, and the place behind it.
    enum Reading {
        /// Records, and the first of them as it was written.
        case records([MeteringRecord], first: [UInt8], SpoolPosition)
        /// A line that is no record, for this version at least.
        case unreadable(line: [UInt8], SpoolPosition)
        /// Records that have expired.
        case expired(SpoolPosition)
        /// Records that are damaged.
        case damaged(SpoolPosition)
        /// The place is the beginning of what is there, and all before it is gone.
        case gap(SpoolPosition)
        /// The same place, said otherwise.
        case moved(SpoolPosition)
        /// There is nothing more.
        case nothing
    }

    private struct Frame {
        var segment: Int
        var offset: Int
        var head: SpoolFrame
        var bytes: [UInt8]
        var lines: [Range<Int>]

        var end: SpoolPosition {
            SpoolPosition(
                segment: self.segment,
                offset: self.offset + SpoolFrame.count + self.head.length,
                mark: self.head.after
            )
        }
    }

    private var slot = 0
    private var number = 0
    private var file: SpoolFile?
    private var frame: Frame?

    /// Closes what is open, and forgets what was read.
    mutating func reset() {
        self = SpoolReader()
    }

    /// What comes next at the cursor.
    mutating func read(_ view: View, limits: Limits) throws(StorageError) -> Reading {
        let place = view.cursor.position
        guard let index = view.segments.firstIndex(where: { $0.number >= place.segment }) else {
            return Self.end(view)
        }
        let segment = view.segments[index]
        if segment.number > place.segment {
            return .moved(SpoolPosition(segment: segment.number, mark: place.mark))
        }
        try self.open(segment, of: view)
        guard let file = self.file else { return .nothing }
        var position = place
        var records: [MeteringRecord] = []
        var first: [UInt8] = []
        var bytes = 0
        while records.count < limits.records {
            guard try self.load(at: position.offset, of: segment, file.file) else {
                if !records.isEmpty { break }
                if position.offset < segment.size {
                    return try self.afterDamage(at: place, in: segment, file.file)
                }
                guard index + 1 < view.segments.count else { return Self.end(view) }
                return .moved(SpoolPosition(segment: segment.number + 1, mark: place.mark))
            }
            guard let frame = self.frame else { break }
            if let obstacle = Self.obstacle(at: position, frame, limits.earliest) {
                if records.isEmpty { return obstacle }
                break
            }
            while position.skip < frame.lines.count, records.count < limits.records {
                let line = frame.lines[position.skip]
                if !records.isEmpty, bytes + line.count > limits.bytes {
                    return .records(records, first: first, position)
                }
                let record = try? RecordJSON.read(frame.bytes.span.extracting(line))
                var next = position
                next.skip += 1
                next.mark.total.add(record.map { RecordAmount(of: $0) } ?? RecordAmount(records: 1))
                if next.skip == frame.lines.count { next = frame.end }
                if let record {
                    if records.isEmpty { first = Array(frame.bytes[line]) }
                    records.append(record)
                    bytes += line.count
                } else if records.isEmpty {
                    return .unreadable(line: Array(frame.bytes[line]), next)
                } else {
                    return .records(records, first: first, position)
                }
                position = next
                if position.skip == 0 { break }
            }
        }
        return .records(records, first: first, position)
    }

    /// What there is at the end of all segments.
    private static func end(_ view: View) -> Reading {
        // Without a difference there is nothing; the sums alone may differ where the end was lost.
        guard view.cursor.waiting(before: view.tail).records > 0 else { return .nothing }
        let number = (view.segments.last?.number ?? view.cursor.position.segment) + 1
        return .gap(SpoolPosition(segment: number, mark: view.tail))
    }

    /// What stands between the place and the records of `frame`; nil if nothing does.
    private static func obstacle(at place: SpoolPosition, _ frame: Frame, _ earliest: Timestamp?) -> Reading? {
        let begin = SpoolPosition(segment: frame.segment, offset: frame.offset, mark: frame.head.before)
        if frame.head.before.sequence < place.mark.sequence {
            // It has been here before.
            var end = frame.end
            end.mark = place.mark
            return .moved(end)
        }
        let isInside = place.skip > 0 && place.mark.sequence == frame.head.before.sequence
        if !isInside, place.skip > 0 || place.mark != begin.mark { return .gap(begin) }
        if let earliest, frame.head.time < earliest { return .expired(frame.end) }
        if frame.lines.isEmpty || place.skip >= frame.lines.count { return .damaged(frame.end) }
        return nil
    }

    private mutating func open(_ segment: SpoolSegment, of view: View) throws(StorageError) {
        guard self.file == nil || self.slot != view.slot || self.number != segment.number else { return }
        self.reset()
        self.file = try SpoolFile(view.folder.path(of: segment.name), .reading)
        (self.slot, self.number) = (view.slot, segment.number)
    }

    /// Reads the frame at `offset`, unless it is the one that was read last.
    ///
    /// - Returns: Whether there is an undamaged head.
    private mutating func load(
        at offset: Int,
        of segment: SpoolSegment,
        _ file: borrowing DurableFile
    ) throws(StorageError) -> Bool {
        if let frame = self.frame, frame.segment == segment.number, frame.offset == offset { return true }
        guard offset + SpoolFrame.count <= segment.size,
            let head = SpoolFrame(try file.read(at: offset, count: SpoolFrame.count)[...]),
            head.length <= segment.size - offset - SpoolFrame.count
        else { return false }
        let bytes = try SpoolSegment.lines(of: head, at: offset, in: file) ?? []
        var lines: [Range<Int>] = []
        var start = 0
        for index in bytes.indices where bytes[index] == UInt8(ascii: "\n") {
            lines.append(start..<index)
            start = index + 1
        }
        self.frame = Frame(segment: segment.number, offset: offset, head: head, bytes: bytes, lines: lines)
        return true
    }

    /// The next undamaged frame of a segment, or its end.
    private func afterDamage(
        at place: SpoolPosition,
        in segment: SpoolSegment,
        _ file: borrowing DurableFile
    ) throws(StorageError) -> Reading {
        let found = try SpoolSegment.frame(in: file, from: place.offset, size: segment.size)
        return .moved(
            SpoolPosition(segment: segment.number, offset: found?.offset ?? segment.size, mark: place.mark)
        )
    }
}
