internal import TallyMetering
internal import TallyStorage

/// Looks after the files of a ledger that nobody writes to: repairs, compresses and removes them.
///
/// A file is only touched while its lock is held, which its writer holds as long as it lives.
struct LedgerKeeper: Sendable {
    let root: Folder
    let configuration: FileExporter.Configuration
    let clock: MeterClock
    /// Plain files that need no second look, by folder and name.
    private var settled: Set<String> = []

    init(root: Folder, configuration: FileExporter.Configuration, clock: MeterClock) {
        self.root = root
        self.configuration = configuration
        self.clock = clock
    }

    /// Repairs the files that stopped processes left.
    mutating func repairAll() -> KeepingResult {
        var result = KeepingResult()
        for file in self.plainFiles(&result) where !self.settled.contains(file.path) {
            do throws(StorageError) {
                guard let handle = try Self.claim(file) else { continue }
                if try Self.repair(handle, file, &result) { self.settled.insert(file.path) }
            } catch {
                result.failures.append(error.description)
            }
        }
        return result
    }

    /// Repairs, compresses and removes what is to be; the task may be cancelled at any time.
    mutating func keep() async -> KeepingResult {
        var result = self.repairAll()
        if let form = self.configuration.compression {
            for file in self.plainFiles(&result) {
                guard !Task.isCancelled else { return result }
                do throws(StorageError) {
                    guard let handle = try Self.claim(file) else { continue }
                    try await Self.compress(handle, file, form == .gzip ? .gzip : .zstd, &result)
                } catch {
                    result.failures.append(error.description)
                }
            }
        }
        self.removeOld(&result)
        return result
    }

    /// All plain files, those beside a compressed one too.
    private mutating func plainFiles(_ result: inout KeepingResult) -> [LedgerFile] {
        do throws(StorageError) {
            var files: [LedgerFile] = []
            for day in try LedgerFile.days(in: self.root) {
                files += try LedgerFile.plainFiles(in: self.root, day: day)
            }
            self.settled.formIntersection(files.map(\.path))
            return files
        } catch {
            if !error.isNotFound { result.failures.append(error.description) }
            return []
        }
    }

    /// Opens and locks a file; nil if a process has it or it is gone.
    static func claim(_ file: LedgerFile) throws(StorageError) -> OpenLedgerFile.Handle? {
        do throws(StorageError) {
            let opened = try DurableFile(file.folder.path(of: file.name), .repairing)
            guard try opened.lock(), try opened.isLinked else { return nil }
            return OpenLedgerFile.Handle(opened)
        } catch {
            if error.isNotFound { return nil }
            throw error
        }
    }

    /// Cuts off the torn end of a file that nobody writes to, or completes its last line.
    ///
    /// - Returns: Whether the file is still there.
    private static func repair(
        _ handle: OpenLedgerFile.Handle,
        _ file: LedgerFile,
        _ result: inout KeepingResult
    ) throws(StorageError) -> Bool {
        let size = try handle.file.size
        let torn = try TornEnd.find(in: handle.file)
        if torn.lacksNewline {
            let newline = [UInt8(ascii: "\n")]
            try handle.file.append(newline.span)
            try handle.file.sync()
            result.repaired.append(file.path)
        } else if torn.end < size {
            try Self.quarantine(handle, file, from: torn.end, to: size)
            try handle.file.truncate(to: torn.end)
            try handle.file.sync()
            result.repaired.append(file.path)
            result.quarantinedBytes += size - torn.end
        }
        guard torn.end == 0 else { return true }
        try file.folder.remove(file.name)
        return false
    }

    /// Copies a torn end to a file beside, whose name engines do not find.
    private static func quarantine(
        _ handle: OpenLedgerFile.Handle,
        _ file: LedgerFile,
        from start: Int,
        to end: Int
    ) throws(StorageError) {
        let name = LedgerFileName.hidden(file.stem, LedgerFileName.tornEnding)
        let side = try DurableFile(file.folder.path(of: name), .appending)
        var position = start
        while position < end {
            let bytes = try handle.file.read(at: position, count: min(1 << 18, end - position))
            guard !bytes.isEmpty else { break }
            try side.append(bytes.span)
            position += bytes.count
        }
        try side.sync()
        try file.folder.sync()
    }
}
