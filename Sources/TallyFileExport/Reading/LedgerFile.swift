package import TallyStorage

/// A file of a ledger, as it is there now.
package struct LedgerFile: Sendable {
    /// The folder of its day.
    package let folder: Folder
    /// The day in its folder's name.
    package let day: LedgerDay
    /// The name without the ending of a compressed form.
    package let stem: String
    /// The form it is compressed in; nil for a plain one.
    package let form: Compression?
    /// How many bytes it has.
    package let size: Int

    /// The name in its folder.
    package var name: String { self.stem + (self.form?.fileExtension ?? "") }

    /// What it is called for good, compressed or not: the folder and the name without the ending.
    var key: String { "\(LedgerFileName.folder(of: self.day))/\(self.stem)" }

    /// The folder and the name, as they are now.
    package var path: String { "\(LedgerFileName.folder(of: self.day))/\(self.name)" }

    /// The days of a ledger that has folders, in order.
    static func days(in root: Folder) throws(StorageError) -> [LedgerDay] {
        try root.entries().compactMap { $0.isFolder ? LedgerFileName.day(ofFolder: $0.name) : nil }
    }

    /// The files of a day, in the order they were begun.
    ///
    /// A plain file beside its compressed one is left out: it is about to be removed.
    package static func files(in root: Folder, day: LedgerDay) throws(StorageError) -> [LedgerFile] {
        var files: [String: LedgerFile] = [:]
        for file in try Self.all(in: root, day: day) where file.form != nil || files[file.stem]?.form == nil {
            files[file.stem] = file
        }
        return files.values.sorted { $0.stem < $1.stem }
    }

    /// The plain files of a day, those beside a compressed one too.
    static func plainFiles(in root: Folder, day: LedgerDay) throws(StorageError) -> [LedgerFile] {
        try Self.all(in: root, day: day).filter { $0.form == nil }
    }

    private static func all(in root: Folder, day: LedgerDay) throws(StorageError) -> [LedgerFile] {
        let folder = root.folder(LedgerFileName.folder(of: day))
        do throws(StorageError) {
            return try folder.entries().compactMap { entry in
                guard !entry.isFolder, let (stem, form) = LedgerFileName.parse(entry.name) else { return nil }
                return LedgerFile(folder: folder, day: day, stem: stem, form: form, size: entry.size)
            }
        } catch {
            // Removed since the days were listed.
            if error.isNotFound { return [] }
            throw error
        }
    }
}
