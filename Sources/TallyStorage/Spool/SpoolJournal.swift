internal import TallyMetering
internal import TallyProviders

/// The cursors of a slot on the medium: entries one after the other, of which the last of each exporter counts.
///
/// An entry is `TSC1`, the bytes of the rest, their CRC-32, and the rest: the exporter's name and its cursor. Entries that
/// are damaged are passed over: an earlier one of the exporter counts then, and some records are sent again.
struct SpoolJournal: Sendable {
    static let name = "cursors"
    private static let newName = "cursors.new"
    private static let reserveName = "reserve"
    private static let magic: [UInt8] = Array("TSC1".utf8)
    private static let headCount = 12
    /// The file is written anew when it has more bytes; what is read at most.
    private static let limit = 1 << 18
    /// The most bytes of an entry, several times what one can have.
    private static let entryLimit = 1 << 16
    /// Room that is given up when the medium is full, so that cursors can move and segments go.
    private static let reserveCount = 1 << 15

    private let folder: Folder
    private var file: SpoolFile?
    private var size = 0
    private var isSynced = true

    /// Whether new files are to outlive a loss of power.
    private let isDurable: Bool

    init(_ folder: Folder, isDurable: Bool) {
        self.folder = folder
        self.isDurable = isDurable
    }

    // MARK: - Reading

    /// The last undamaged cursor of each exporter, and how many bytes were passed over.
    static func read(_ folder: Folder) throws(StorageError) -> (cursors: [String: SpoolCursor], damaged: Int) {
        guard folder.entry(Self.name) != nil else { return ([:], 0) }
        let file = try DurableFile(folder.path(of: Self.name), .reading)
        var bytes: [UInt8] = []
        let size = min(try file.size, 16 * Self.limit)
        while bytes.count < size {
            let more = try file.read(at: bytes.count, count: size - bytes.count)
            if more.isEmpty { break }
            bytes += more
        }
        var cursors: [String: SpoolCursor] = [:]
        var (position, damaged) = (0, 0)
        while position < bytes.count {
            if let (name, cursor, end) = Self.entry(bytes, at: position) {
                cursors[name] = cursor
                position = end
            } else {
                damaged += 1
                position += 1
            }
        }
        return (cursors, damaged)
    }

    private static func entry(_ bytes: [UInt8], at start: Int) -> (name: String, cursor: SpoolCursor, end: Int)? {
        // The first byte alone decides nearly always.
        guard bytes[start] == Self.magic[0], bytes[start...].starts(with: Self.magic) else { return nil }
        var head = SpoolBytes(bytes[(start + 4)...])
        guard let length: UInt32 = head.integer(), let checksum: UInt32 = head.integer(),
            length <= Self.entryLimit, Int(length) <= bytes.count - start - Self.headCount
        else { return nil }
        let body = bytes[(start + Self.headCount)..<(start + Self.headCount + Int(length))]
        guard CRC32.value(of: body.span) == checksum else { return nil }
        var reader = SpoolBytes(body)
        guard let name = reader.text(), let cursor = SpoolCursor(body.dropFirst(4 + name.count)) else { return nil }
        return (String(decoding: name, as: UTF8.self), cursor, body.endIndex)
    }

    // MARK: - Writing

    private static func bytes(_ name: String, _ cursor: SpoolCursor) -> [UInt8] {
        var body: [UInt8] = []
        body.append(text: name.utf8)
        body += cursor.bytes
        var bytes = Self.magic
        bytes.append(integer: UInt32(clamping: body.count))
        bytes.append(integer: CRC32.value(of: body.span))
        return bytes + body
    }

    /// Writes the cursors that have changed behind the others, or all into a new file when the old one is long.
    mutating func write(_ changed: [Int], of cursors: [SpoolCursor], names: [String]) throws(StorageError) {
        guard let file = self.file, self.size < Self.limit else { return try self.rewrite(cursors, names: names) }
        let bytes = changed.flatMap { Self.bytes(names[$0], cursors[$0]) }
        do throws(StorageError) {
            try file.file.append(bytes.span)
        } catch {
            // What was written of it is passed over when it is read.
            guard error.isNoRoom, self.folder.entry(Self.reserveName) != nil else { throw error }
            try self.folder.remove(Self.reserveName)
            try file.file.append(bytes.span)
        }
        self.size += bytes.count
        self.isSynced = false
    }

    /// Writes all cursors into a new file and puts it in the place of the old one.
    mutating func rewrite(_ cursors: [SpoolCursor], names: [String]) throws(StorageError) {
        let bytes = zip(names, cursors).flatMap { Self.bytes($0, $1) }
        try self.folder.remove(Self.newName)
        let file = try SpoolFile(self.folder.path(of: Self.newName), .creating)
        do throws(StorageError) {
            try file.file.append(bytes.span)
        } catch {
            guard error.isNoRoom, self.folder.entry(Self.reserveName) != nil else { throw error }
            try self.folder.remove(Self.reserveName)
            try file.file.truncate(to: 0)
            try file.file.append(bytes.span)
        }
        if self.isDurable { try file.file.sync() }
        try self.folder.rename(Self.newName, to: Self.name)
        if self.isDurable { try self.folder.sync() }
        self.file = file
        self.size = bytes.count
        self.isSynced = true
        self.reserve()
    }

    /// Makes what was written last as long as power.
    mutating func sync() throws(StorageError) {
        guard let file = self.file, !self.isSynced else { return }
        try file.file.sync()
        self.isSynced = true
    }

    /// Keeps some room for later, if there is room.
    private func reserve() {
        guard self.folder.entry(Self.reserveName)?.size ?? 0 < Self.reserveCount else { return }
        do {
            try self.folder.remove(Self.reserveName)
            let file = try DurableFile(self.folder.path(of: Self.reserveName), .creating)
            try file.append([UInt8](repeating: 0, count: Self.reserveCount).span)
        } catch {
            // It is there for better times only.
        }
    }

    /// Closes the file, and removes all that the journal has.
    mutating func removeAll() throws(StorageError) {
        self.file = nil
        for name in [Self.name, Self.newName, Self.reserveName] { try self.folder.remove(name) }
    }

    mutating func close() {
        self.file = nil
    }
}
