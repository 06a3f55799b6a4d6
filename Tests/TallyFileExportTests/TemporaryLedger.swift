import Foundation
import TallyFileExport
import TallyTesting

/// A folder for a ledger, removed when nobody has it any more.
final class TemporaryLedger: Sendable {
    let path: String

    init() {
        self.path = FileManager.default.temporaryDirectory.appending(path: "tally-ledger-\(UUID().uuidString)").path
    }

    deinit { try? FileManager.default.removeItem(atPath: self.path) }

    /// All files in the folder, hidden ones too, in order.
    func files() -> [String] {
        let found = FileManager.default.enumerator(atPath: self.path)?.compactMap { $0 as? String } ?? []
        return found.filter { !self.isFolder($0) }.sorted()
    }

    func isFolder(_ name: String) -> Bool {
        var isFolder: ObjCBool = false
        return FileManager.default.fileExists(atPath: "\(self.path)/\(name)", isDirectory: &isFolder)
            && isFolder.boolValue
    }

    func bytes(_ name: String) throws -> Data {
        try Data(contentsOf: URL(filePath: "\(self.path)/\(name)"))
    }

    func write(_ bytes: Data, _ name: String) throws {
        let url = URL(filePath: "\(self.path)/\(name)")
        try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
        try bytes.write(to: url)
    }

    func mode(_ name: String) throws -> Int? {
        try FileManager.default.attributesOfItem(atPath: "\(self.path)/\(name)")[.posixPermissions] as? Int
    }

    var reader: LedgerReader { LedgerReader(folder: self.path) }

    /// All records, in the ledger's order.
    func records() throws -> [MeteringRecord] { try self.entries().map(\.record) }

    func entries(since progress: LedgerProgress = LedgerProgress()) throws -> [LedgerEntry] {
        try self.reader.read(since: progress).rest()
    }
}

extension LedgerCursor {
    /// All records from here on.
    func rest() throws -> [LedgerEntry] {
        var entries: [LedgerEntry] = []
        while let entry = try self.next() { entries.append(entry) }
        return entries
    }
}

extension FileExporter.Configuration {
    init(_ change: (inout FileExporter.Configuration) -> Void) {
        self.init()
        change(&self)
    }
}
