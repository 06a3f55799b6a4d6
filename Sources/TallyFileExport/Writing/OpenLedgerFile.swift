internal import TallyMetering
internal import TallyStorage

/// A file of the ledger that records are added to, locked by this process.
struct OpenLedgerFile: Sendable {
    /// What keeps the file open and locked as long as anybody has it.
    final class Handle: Sendable {
        let file: DurableFile

        init(_ file: consuming DurableFile) { self.file = file }
    }

    let handle: Handle
    let folder: Folder
    let name: String
    /// When it was begun, by the clock that only goes forward.
    let begun: Duration
    /// When the last records came.
    var used: Duration
    /// How many bytes of whole records it has.
    var size = 0
    /// How many of those are known to be on the medium.
    var syncedSize = 0
    /// What is in it.
    var amount = RecordAmount.zero
    /// What of that is not known to be on the medium.
    var unsynced = RecordAmount.zero

    /// Where a batch begins in the file, to cut it off again.
    struct Mark {
        let handle: Handle
        let size: Int
        let amount: RecordAmount
        let unsynced: RecordAmount
    }

    /// States that lines were written.
    mutating func add(_ lines: LineBatch, at now: Duration) {
        self.size += lines.bytes.count
        self.amount += lines.amount
        self.unsynced += lines.amount
        self.used = now
    }

    /// States that what is behind a mark was cut off.
    mutating func goBack(to mark: Mark) {
        self.size = mark.size
        self.syncedSize = min(self.syncedSize, mark.size)
        self.amount = mark.amount
        self.unsynced = mark.unsynced
    }

    var mark: Mark { Mark(handle: self.handle, size: self.size, amount: self.amount, unsynced: self.unsynced) }

    /// Begins a file of a name that nobody has, in a folder that is made if need be.
    ///
    /// - Parameter isSynced: Whether the file's name is to outlive the machine's sudden end.
    static func begin(
        in folder: Folder,
        isSynced: Bool,
        at begun: Duration,
        makeName: () -> String
    ) throws(StorageError) -> OpenLedgerFile {
        try folder.create()
        // Another process that looks for files of stopped ones may lock or remove this one before it is locked here; then
        // it is left to it.
        for _ in 0..<100 {
            let name = makeName()
            let file = try DurableFile(folder.path(of: name), .creating)
            guard try file.lock(), try file.isLinked else { continue }
            if isSynced { try folder.sync() }
            return OpenLedgerFile(handle: Handle(file), folder: folder, name: name, begun: begun, used: begun)
        }
        throw StorageError(.lock, folder.path, number: 0)
    }
}
