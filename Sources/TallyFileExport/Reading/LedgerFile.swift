internal import TallyStorage

/// A file of a ledger, as it is there now.
struct LedgerFile: Sendable {
    /// The folder of its day.
    let folder: Folder
    /// The day in its folder's name.
    let day: LedgerDay
    /// The name without the ending of a compressed form.
    let stem: String
    /// The form it is compressed in; nil for a plain one.
    let form: Compression?
    /// How many bytes it has.
    let size: Int

    /// The name in its folder.
    var name: String { self.stem + (self.form?.fileExtension ?? "") }

    /// What it is called for good, compressed or not: the folder and the name without the ending.
    var key: String { "\(LedgerFileName.folder(of: self.day))/\(self.stem)" }

    /// The folder and the name, as they are now.
    var path: String { "\(LedgerFileName.folder(of: self.day))/\(self.name)" }

    /// The days of a ledger that has folders, in order.
    static func days(in root: Folder) throws(StorageError) -> [LedgerDay] {
        try root.entries().compactMap { $0.isFolder ? LedgerFileName.day(ofFolder: $0.name) : nil }
    }

    /// The files of a day, in the order they were begun.
    ///
    /// A plain file beside its compressed one is left out: it is about to be removed.
    static func files(in root: Folder, day: LedgerDay) throws(StorageError) -> [LedgerFile] {
        let folder = root.folder(LedgerFileName.folder(of: day))
        let entries: [Folder.Entry]
        do throws(StorageError) {
            entries = try folder.entries()
        } catch {
            // Removed since the days were listed.
            if error.isNotFound { return [] }
            throw error
        }
        var files: [String: LedgerFile] = [:]
        for entry in entries where !entry.isFolder {
            guard let (stem, form) = LedgerFileName.parse(entry.name) else { continue }
            if files[stem]?.form != nil, form == nil { continue }
            files[stem] = LedgerFile(folder: folder, day: day, stem: stem, form: form, size: entry.size)
        }
        return files.values.sorted { $0.stem < $1.stem }
    }
}
