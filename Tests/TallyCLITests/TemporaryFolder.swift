import Foundation

/// A folder of a test's own that goes away with it.
final class TemporaryFolder {
    let url: URL

    init() throws {
        self.url = FileManager.default.temporaryDirectory.appending(path: "tally-cli-\(UUID().uuidString)")
            .resolvingSymlinksInPath()
        try FileManager.default.createDirectory(at: self.url, withIntermediateDirectories: true)
    }

    deinit {
        try? FileManager.default.removeItem(at: self.url)
    }

    /// Writes `bytes` at `path` below the folder, making the folders in between.
    @discardableResult
    func write(_ path: String, _ bytes: [UInt8]) throws -> String {
        let file = self.url.appending(path: path)
        try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(bytes).write(to: file)
        return file.path
    }

    /// Writes `text` at `path` below the folder.
    @discardableResult
    func write(_ path: String, _ text: String) throws -> String {
        try self.write(path, Array(text.utf8))
    }
}
