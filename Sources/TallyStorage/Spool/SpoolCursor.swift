internal import TallyMetering

/// A place in the segments of a slot.
struct SpoolPosition: Hashable, Sendable {
    /// The number of the segment; it may be gone, then the place is the beginning of the next that is there.
    var segment = 0
    /// Where the frame begins.
    var offset = 0
    /// How many records of the frame are before the place.
    var skip = 0
    /// The frame's number, and what is in all records before the place.
    var mark = SpoolMark()
}

/// How far an exporter is with a slot, and what it has not been told about drops.
struct SpoolCursor: Hashable, Sendable {
    /// The next record.
    var position = SpoolPosition()
    /// What has been dropped behind the position, in segments that are gone.
    var skipped = RecordAmount.nothing
    /// What was dropped and is in no drop record yet.
    var unstated: [DropReason: RecordAmount] = [:]
    /// The drop records that the exporter has not got yet; their ids do not change any more.
    var reports: [DropRecord] = []

    /// What the exporter still has to get of what is before `tail`.
    func waiting(before tail: SpoolMark) -> RecordAmount {
        tail.total.removing(self.position.mark.total).removing(self.skipped)
    }

    /// Moves to a place whose records before it, since the last place, are gone.
    ///
    /// - Returns: What of them has not been dropped on purpose: it was damaged.
    mutating func cross(to position: SpoolPosition) -> RecordAmount {
        let gap = position.mark.total.removing(self.position.mark.total)
        self.position = position
        if gap.records < self.skipped.records {
            self.skipped.remove(gap)
            return .nothing
        }
        defer { self.skipped = .nothing }
        return gap.removing(self.skipped)
    }
}

extension SpoolCursor {
    /// The cursor as bytes.
    var bytes: [UInt8] {
        var bytes: [UInt8] = []
        for number in [self.position.segment, self.position.offset, self.position.skip] {
            bytes.append(integer: UInt64(number))
        }
        self.position.mark.append(to: &bytes)
        self.skipped.append(to: &bytes)
        bytes.append(integer: UInt32(self.unstated.count))
        for (reason, amount) in self.unstated.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
            bytes.append(text: reason.rawValue.utf8)
            amount.append(to: &bytes)
        }
        bytes.append(integer: UInt32(self.reports.count))
        for report in self.reports {
            var line: [UInt8] = []
            RecordJSON.append(.drop(report), to: &line)
            bytes.append(text: line)
        }
        return bytes
    }

    /// Reads a cursor; nil for anything else.
    init?(_ bytes: ArraySlice<UInt8>) {
        var reader = SpoolBytes(bytes)
        guard let segment = reader.count(), let offset = reader.count(), let skip = reader.count(),
            let mark = SpoolMark(&reader), let skipped = RecordAmount(&reader), let reasons: UInt32 = reader.integer(),
            // No place is beyond these, and sums of them always fit.
            max(segment, offset, skip) < 1 << 60
        else { return nil }
        self.position = SpoolPosition(segment: segment, offset: offset, skip: skip, mark: mark)
        self.skipped = skipped
        for _ in 0..<reasons {
            guard let name = reader.text(), let reason = DropReason(rawValue: String(decoding: name, as: UTF8.self)),
                let amount = RecordAmount(&reader)
            else { return nil }
            self.unstated[reason] = amount
        }
        guard let reports: UInt32 = reader.integer() else { return nil }
        for _ in 0..<reports {
            guard let line = reader.text(), case .drop(let report)? = try? RecordJSON.read(line.span) else {
                return nil
            }
            self.reports.append(report)
        }
    }
}
