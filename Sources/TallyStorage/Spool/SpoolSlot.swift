internal import TallyMetering

/// A folder with the segments that one process wrote and the cursors of all exporters in them.
///
/// A slot is locked by the process that works with it; the lock ends with the process. Its calls block for as long as the
/// system takes.
struct SpoolSlot: Sendable {
    /// Slots of lower numbers are taken first.
    let number: Int
    let folder: Folder
    let names: [String]
    private let parent: Folder
    private var lock: SpoolFile?

    /// The segments that are there, in their order; the last is written if it has a file.
    var segments: [SpoolSegment] = []
    /// What is behind the last frame.
    var tail = SpoolMark()
    /// One for each exporter.
    var cursors: [SpoolCursor]
    /// The segment from which an exporter has a batch at the moment, for each exporter; it stays.
    var pins: [Int?]
    /// The number of the first frame that was not there when the slot was opened.
    private(set) var openedAt: UInt64 = 0
    /// How many bytes all segments have.
    var bytes = 0
    var journal: SpoolJournal
    private var lastSegment = 0
    /// Segments whose entry in the folder is not durable yet.
    var isFolderSynced = true
    /// A part of a frame that could not be taken back yet is behind this size of the last segment.
    var cut: Cut?
    /// What was dropped for lack of room and is not in the accounts yet, for each exporter.
    var evicted: [RecordAmount]
    /// Whether the next frame goes to a new segment.
    var isSealed = false

    /// Where a segment ends for those who read it, though more may have been written.
    struct Cut: Sendable {
        var size: Int
        /// Whether it was written, but could not be synced.
        var isUnsynced: Bool
    }

    /// What was found that nobody expected, when the slot was opened.
    struct Findings: Sendable {
        /// Exporters with a cursor that are not there any more, and what they had not got.
        var unknown: [(name: String, waiting: RecordAmount)] = []
        /// Bytes of the cursors that could not be read.
        var damagedCursorBytes = 0
    }

    /// Locks the slot of that number; nil if another process has it.
    init?(_ number: Int, in parent: Folder, names: [String], isDurable: Bool) throws(StorageError) {
        let lock = try SpoolFile(parent.path(of: Self.lockName(number)), .appending)
        guard try lock.file.lock() else { return nil }
        self.lock = lock
        self.number = number
        self.parent = parent
        self.folder = parent.folder(Self.folderName(number))
        self.names = names
        self.cursors = names.map { _ in SpoolCursor() }
        self.pins = names.map { _ in nil }
        self.evicted = names.map { _ in .nothing }
        self.journal = SpoolJournal(self.folder, isDurable: isDurable)
    }

    static func folderName(_ number: Int) -> String { "slot-\(number)" }
    static func lockName(_ number: Int) -> String { "slot-\(number).lock" }

    /// The number of the slot with that folder; nil if it is no slot's.
    static func number(of name: String) -> Int? {
        guard name.hasPrefix("slot-") else { return nil }
        return Int(name.dropFirst(5)).flatMap { $0 > 0 && Self.folderName($0) == name ? $0 : nil }
    }

    /// What an exporter still has to get.
    func waiting(_ exporter: Int) -> RecordAmount {
        self.cursors[exporter].waiting(before: self.tail)
    }

    // MARK: - Opening

    /// Finds out what is there, and where every exporter is.
    ///
    /// - Complexity: O(*n*) for *n* segments, of which the last is read to its end.
    mutating func open() throws(StorageError) -> Findings {
        try self.folder.create()
        let (known, damaged) = try SpoolJournal.read(self.folder)
        var findings = Findings(damagedCursorBytes: damaged)
        try self.findSegments(known)
        for (index, name) in self.names.enumerated() {
            self.cursors[index] = known[name] ?? self.firstCursor
        }
        for (name, cursor) in known.sorted(by: { $0.key < $1.key }) where !self.names.contains(name) {
            findings.unknown.append((name, cursor.waiting(before: self.tail)))
        }
        self.lastSegment = max(
            self.segments.last?.number ?? 0,
            self.cursors.map(\.position.segment).max() ?? 0
        )
        self.openedAt = self.tail.sequence
        try self.journal.rewrite(self.cursors, names: self.names)
        try self.removePassed()
        return findings
    }

    /// Where an exporter begins that has not been here before: at what is still there.
    private var firstCursor: SpoolCursor {
        var cursor = SpoolCursor()
        cursor.position.mark = self.segments.first?.start ?? self.tail
        return cursor
    }

    private mutating func findSegments(_ known: [String: SpoolCursor]) throws(StorageError) {
        var end: SpoolMark?
        var unreadable: Set<Int> = []
        for entry in try self.folder.entries() {
            guard let number = SpoolSegment.number(of: entry.name), !entry.isFolder else { continue }
            let file = try DurableFile(self.folder.path(of: entry.name), .reading)
            let first = try SpoolSegment.frame(in: file, from: 0, size: entry.size)
            if first == nil { unreadable.insert(number) }
            let start = first?.frame.before ?? SpoolMark()
            self.segments.append(SpoolSegment(number: number, size: entry.size, start: start, synced: entry.size))
            self.bytes += entry.size
        }
        for segment in self.segments.reversed() where end == nil {
            let file = try DurableFile(self.folder.path(of: segment.name), .reading)
            end = try SpoolSegment.end(in: file, size: segment.size)
        }
        // The end may have been lost behind an exporter that had got it.
        var tail = end ?? SpoolMark()
        for cursor in known.values {
            let mark = cursor.position.mark
            let next = SpoolMark(sequence: mark.sequence &+ (cursor.position.skip > 0 ? 1 : 0), total: mark.total)
            if next.sequence > tail.sequence { tail = next }
        }
        self.tail = tail
        // What has no undamaged frame counts for nothing, and is passed as soon as somebody comes to it.
        for index in self.segments.indices.reversed() where unreadable.contains(self.segments[index].number) {
            self.segments[index].start = index + 1 < self.segments.count ? self.segments[index + 1].start : tail
        }
    }

    // MARK: - Cursors

    /// Makes what has changed for these exporters outlive the process.
    mutating func persist(_ exporters: [Int]) throws(StorageError) {
        try self.journal.write(exporters, of: self.cursors, names: self.names)
    }

    /// Removes the segments that all exporters are past.
    mutating func removePassed() throws(StorageError) {
        while let first = self.segments.first {
            let isLast = self.segments.count == 1
            if isLast, first.file != nil { return }
            let isPassed = self.cursors.allSatisfy { cursor in
                let position = cursor.position
                return position.segment > first.number
                    || (position.segment == first.number && position.offset >= first.size && position.skip == 0)
            }
            guard isPassed else { return }
            // By then a cursor that is not on the medium would count what was sent as lost.
            if !self.areCursorsWritten { try self.writeCursors() }
            try self.removeSegment(at: 0)
        }
    }

    /// Whether the last cursors could be written.
    private(set) var areCursorsWritten = true

    /// Writes the cursors of these exporters; if that fails, no segment is removed until it succeeds.
    mutating func writeCursors(_ exporters: [Int]? = nil) throws(StorageError) {
        let isBehind = !self.areCursorsWritten
        self.areCursorsWritten = false
        try self.persist(isBehind ? Array(self.names.indices) : exporters ?? Array(self.names.indices))
        self.areCursorsWritten = true
    }

    mutating func removeSegment(at index: Int) throws(StorageError) {
        try self.folder.remove(self.segments[index].name)
        self.bytes -= self.segments[index].size
        self.segments.remove(at: index)
    }

    /// The number of the next segment.
    mutating func nextNumber() -> Int {
        self.lastSegment = max(self.lastSegment, self.cursors.map(\.position.segment).max() ?? 0) + 1
        return self.lastSegment
    }

    // MARK: - The end

    /// Whether every exporter has got everything here, and has been told what it did not get.
    var isDrained: Bool {
        self.names.indices.allSatisfy { index in
            self.waiting(index).records == 0 && self.cursors[index].reports.isEmpty
                && self.cursors[index].unstated.isEmpty
        }
    }

    /// Removes the slot, which is drained, and lets go of it.
    mutating func remove() throws(StorageError) {
        while !self.segments.isEmpty { try self.removeSegment(at: 0) }
        try self.journal.removeAll()
        _ = self.parent.removeEmptyFolder(Self.folderName(self.number))
        self.close()
    }

    /// Lets go of the slot, for this or another process to take it.
    mutating func close() {
        for index in self.segments.indices { self.segments[index].file = nil }
        self.journal.close()
        self.lock = nil
    }
}
