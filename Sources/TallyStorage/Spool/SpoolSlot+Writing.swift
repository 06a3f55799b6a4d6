internal import TallyMetering

extension SpoolSlot {
    /// What is written, and how much is kept.
    struct Limits: Hashable, Sendable {
        var segmentBytes: Int
        var maximumBytes: Int
        var overflow: OverflowPolicy
        var isSyncedEach: Bool
        /// Whether what is dropped is made as durable as what was written.
        var isDurable: Bool
    }

    /// Writes a batch behind all others in one call of the system, or drops it or older ones if there is no room.
    ///
    /// What was dropped is noted in ``evicted``, also when it throws.
    ///
    /// - Returns: Whether the batch is kept.
    /// - Throws: ``StorageError``; nothing of the batch is kept or dropped then.
    mutating func append(_ batch: inout SpoolBatch, at time: Timestamp, limits: Limits) throws(StorageError) -> Bool {
        try self.takeBack()
        guard try self.makeRoom(for: batch.bytes.count, limits: limits) else {
            for index in self.cursors.indices {
                self.cursors[index].unstated[.spoolFull, default: .nothing].add(batch.amount)
                self.evicted[index].add(batch.amount)
            }
            // What has been dropped is dropped, whether that could be written down or not.
            try? self.writeCursors()
            return false
        }
        let (index, file) = try self.segment(for: batch.bytes.count, limits: limits)
        let next = batch.seal(after: self.tail, at: time)
        let size = self.segments[index].size
        do throws(StorageError) {
            try file.file.append(batch.bytes.span)
        } catch {
            self.cut = Cut(size: size, isUnsynced: false)
            try? self.takeBack()
            throw error
        }
        if limits.isSyncedEach {
            do throws(StorageError) {
                try file.file.sync()
                try self.syncFolder()
            } catch {
                self.cut = Cut(size: size, isUnsynced: true)
                try? self.takeBack()
                throw error
            }
        }
        self.segments[index].size += batch.bytes.count
        if limits.isSyncedEach { self.segments[index].synced = self.segments[index].size }
        self.bytes += batch.bytes.count
        self.tail = next
        return true
    }

    /// Takes back what a failed call may have written, before anything else is written.
    private mutating func takeBack() throws(StorageError) {
        guard let cut = self.cut else { return }
        if let last = self.segments.last, let file = last.file {
            try file.file.truncate(to: cut.size)
            // After a failed sync the system may call what comes later durable, and not mean what was before.
            if cut.isUnsynced {
                if last.size == 0 { try self.removeSegment(at: self.segments.count - 1) } else { self.seal() }
            }
        }
        self.cut = nil
    }

    /// Writes no more to the last segment.
    private mutating func seal() {
        guard let last = self.segments.indices.last else { return }
        if self.segments[last].synced >= self.segments[last].size { self.segments[last].file = nil }
        self.isSealed = true
    }

    /// The segment to which that many bytes go.
    private mutating func segment(
        for count: Int,
        limits: Limits
    ) throws(StorageError) -> (index: Int, file: SpoolFile) {
        if !self.isSealed, let last = self.segments.indices.last, let file = self.segments[last].file,
            self.segments[last].size + count <= limits.segmentBytes || self.segments[last].size == 0
        {
            return (last, file)
        }
        if limits.isDurable {
            // Few files are open at a time, however rarely somebody flushes.
            let unsynced = self.unsynced
            if unsynced.count >= 4 { try self.sync(unsynced) }
        } else {
            for index in self.segments.indices { self.segments[index].file = nil }
        }
        let number = self.nextNumber()
        let file = try SpoolFile(self.folder.path(of: SpoolSegment.name(number)), .creating)
        self.segments.append(SpoolSegment(number: number, start: self.tail, file: file))
        self.isFolderSynced = false
        self.isSealed = false
        return (self.segments.count - 1, file)
    }

    /// Drops the oldest segments until that many bytes have room.
    ///
    /// - Returns: Whether there is room; not if the newest go first, or nothing can be dropped any more.
    private mutating func makeRoom(for count: Int, limits: Limits) throws(StorageError) -> Bool {
        try? self.removePassed()
        while self.bytes + count > limits.maximumBytes {
            guard limits.overflow == .oldest, count <= limits.maximumBytes,
                let index = self.segments.firstIndex(where: { !self.pins.contains($0.number) })
            else { return false }
            if index == self.segments.count - 1 { self.seal() }
            let before = self.cursors
            let amounts = self.passSegment(at: index)
            do throws(StorageError) {
                try self.writeCursors()
                if limits.isDurable { try self.journal.sync() }
                try self.removeSegment(at: index)
            } catch {
                self.cursors = before
                throw error
            }
            for exporter in amounts.indices { self.evicted[exporter].add(amounts[exporter]) }
        }
        return true
    }

    /// Moves all cursors past a segment, and notes what they have not got of it.
    private mutating func passSegment(at index: Int) -> [RecordAmount] {
        let segment = self.segments[index]
        let next = index + 1 < self.segments.count ? self.segments[index + 1].start : self.tail
        return self.cursors.indices.map { exporter in
            let lost: RecordAmount
            let current = self.segments.firstIndex { $0.number >= self.cursors[exporter].position.segment } ?? .max
            if current > index {
                return .nothing
            } else if current == index {
                lost = self.cursors[exporter].cross(to: SpoolPosition(segment: segment.number + 1, mark: next))
            } else {
                // It is at an earlier segment, from which somebody has a batch.
                lost = next.total.removing(segment.start.total)
                self.cursors[exporter].skipped.add(lost)
            }
            if lost.records > 0 { self.cursors[exporter].unstated[.spoolFull, default: .nothing].add(lost) }
            return lost
        }
    }

    // MARK: - Durability

    /// The numbers of the segments with bytes that would not outlive a loss of power.
    var unsynced: [Int] {
        self.segments.filter { $0.file != nil && ($0.synced < $0.size || $0.isSuspect) }.map(\.number)
    }

    /// Makes what was written to these segments outlive a loss of power.
    mutating func sync(_ numbers: [Int]) throws(StorageError) {
        for number in numbers {
            guard let index = self.segments.firstIndex(where: { $0.number == number }),
                let file = self.segments[index].file
            else { continue }
            if self.segments[index].isSuspect {
                try self.rewrite(at: index)
                continue
            }
            do throws(StorageError) {
                try file.file.sync()
            } catch {
                self.segments[index].isSuspect = true
                throw error
            }
            self.synced(number, through: self.segments[index].size)
        }
        try self.syncFolder()
    }

    /// The first bytes of a segment are known to be durable.
    mutating func synced(_ number: Int, through size: Int) {
        guard let index = self.segments.firstIndex(where: { $0.number == number }) else { return }
        self.segments[index].synced = max(self.segments[index].synced, size)
        let isWritten = index == self.segments.count - 1 && !self.isSealed
        if !isWritten, self.segments[index].synced >= self.segments[index].size { self.segments[index].file = nil }
    }

    /// A sync of a segment has failed.
    mutating func suspect(_ number: Int) {
        guard let index = self.segments.firstIndex(where: { $0.number == number }) else { return }
        self.segments[index].isSuspect = true
    }

    mutating func syncFolder() throws(StorageError) {
        guard !self.isFolderSynced else { return }
        try self.folder.sync()
        self.isFolderSynced = true
    }

    /// Writes a segment of which a sync has failed once more, into a new file that takes its place.
    ///
    /// The system may have forgotten that parts of the old one are not on the medium; what it reads back is still right.
    private mutating func rewrite(at index: Int) throws(StorageError) {
        let segment = self.segments[index]
        let newName = segment.name + ".new"
        let old = try DurableFile(self.folder.path(of: segment.name), .reading)
        try self.folder.remove(newName)
        let new = try SpoolFile(self.folder.path(of: newName), .creating)
        var offset = 0
        while offset < segment.size {
            let bytes = try old.read(at: offset, count: min(1 << 20, segment.size - offset))
            if bytes.isEmpty { break }
            try new.file.append(bytes.span)
            offset += bytes.count
        }
        try new.file.sync()
        try self.folder.rename(newName, to: segment.name)
        try self.folder.sync()
        self.segments[index].file = new
        self.segments[index].isSuspect = false
        self.synced(segment.number, through: segment.size)
    }
}
