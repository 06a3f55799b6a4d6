internal import TallyMetering
internal import TallyStorage

extension LedgerKeeper {
    /// Removes closed files that are too old, and the oldest while all together are too large.
    func removeOld(_ result: inout KeepingResult) {
        guard self.configuration.retentionAge != nil || self.configuration.retentionBytes != nil else { return }
        do throws(StorageError) {
            var files: [LedgerFile] = []
            for day in try LedgerFile.days(in: self.root) { files += try LedgerFile.files(in: self.root, day: day) }
            // Names of others do not say how old they are: they count, and are left alone.
            let dated = files.compactMap { file in LedgerFileName.start(of: file.stem).map { (start: $0, file: file) } }
                .sorted { ($0.start, $0.file.key) < ($1.start, $1.file.key) }
            var bytes = files.reduce(0) { $0 + $1.size }
            for (start, file) in dated {
                guard let reason = self.reason(start, bytes: bytes) else { break }
                guard try self.remove(file) else { continue }
                bytes -= file.size
                result.removed.append(KeepingResult.Removed(file: file, reason: reason))
            }
        } catch {
            if !error.isNotFound { result.failures.append(error.description) }
        }
    }

    private func reason(_ start: Timestamp, bytes: Int) -> String? {
        // Its last record may be as much later as a file may be open.
        if let age = self.configuration.retentionAge,
            self.clock.now() - start > age + self.configuration.maximumFileAge
        {
            return "age"
        }
        if let most = self.configuration.retentionBytes, bytes > most { return "size" }
        return nil
    }

    /// Removes a file that nobody writes to; false if somebody does, or it is gone.
    private func remove(_ file: LedgerFile) throws(StorageError) -> Bool {
        guard let handle = try Self.claim(file) else { return false }
        try file.folder.remove(file.name)
        // Held until here, so that no other process removes it meanwhile and counts it too.
        withExtendedLifetime(handle) {}
        try file.folder.remove(LedgerFileName.hidden(file.stem, LedgerFileName.tornEnding))
        if self.root.removeEmptyFolder(LedgerFileName.folder(of: file.day)) { try self.root.sync() }
        return true
    }
}
