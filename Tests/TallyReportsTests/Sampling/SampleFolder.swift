import Foundation

/// A folder of a test's own, removed when it goes out of scope.
final class SampleFolder {
    let path: String

    init() {
        self.path = FileManager.default.temporaryDirectory.appendingPathComponent("tally-sample-\(UUID())").path
    }

    deinit { try? FileManager.default.removeItem(atPath: self.path) }

    /// The files in it by their paths within, sorted.
    func files() throws -> [(name: String, bytes: Data)] {
        try FileManager.default.subpathsOfDirectory(atPath: self.path).sorted().compactMap { name in
            guard name.hasSuffix(".jsonl") else { return nil }
            return (name, try Data(contentsOf: URL(fileURLWithPath: self.path).appendingPathComponent(name)))
        }
    }

    /// All lines in it.
    func lines() throws -> [[UInt8]] {
        try self.files().flatMap { $0.bytes.split(separator: 10).map(Array.init) }
    }
}
