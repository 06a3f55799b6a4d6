import Foundation

/// A text to measure on.
struct BenchmarkText {
    /// As it is in the names of benchmarks.
    let name: String
    let bytes: [UInt8]

    /// The file that `TALLY_BENCHMARK_TEXT` names, else the texts of the folder that `TALLY_CORPORA` names, else those that
    /// the gates count on, which are small but always there.
    static let all: [BenchmarkText] = {
        let environment = ProcessInfo.processInfo.environment
        if let path = environment["TALLY_BENCHMARK_TEXT"] { return Self.read([URL(filePath: path)]) }
        let here = URL(filePath: #filePath).deletingLastPathComponent()
        let gates = here.appending(path: "../../gates/texts").standardized
        let folder = environment["TALLY_CORPORA"].map { URL(filePath: $0) } ?? gates
        let files = (try? FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)) ?? []
        return Self.read(files.filter { $0.pathExtension == "txt" }.sorted { $0.path < $1.path })
    }()

    private static func read(_ files: [URL]) -> [BenchmarkText] {
        let texts = files.map { file in
            // A dot divides the parts of a benchmark's name, and a slash would make the tool miss its threshold file.
            let name = file.deletingPathExtension().lastPathComponent.replacing(".", with: "-")
            return BenchmarkText(name: name, bytes: Array((try? Data(contentsOf: file)) ?? Data()))
        }
        precondition(!texts.isEmpty && texts.allSatisfy { !$0.bytes.isEmpty }, "there is no text to measure on")
        return texts
    }

    /// Slices of about `size` bytes of the first megabyte, each of whole characters, one after the other.
    func slices(of size: Int) -> [ArraySlice<UInt8>] {
        var slices: [ArraySlice<UInt8>] = []
        var start = 0
        while start < min(self.bytes.count, 1 << 20) {
            var end = min(start + size, self.bytes.count)
            while end < self.bytes.count, end > start + size / 2, self.bytes[end] & 0xC0 == 0x80 { end -= 1 }
            slices.append(self.bytes[start..<end])
            start = end
        }
        return slices
    }
}
