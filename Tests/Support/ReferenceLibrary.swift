package import Foundation

/// The reference libraries that `make reference` installs, and the scripts that ask them.
package enum ReferenceLibrary {
    /// The interpreter that has them.
    private static let python = TestEnvironment.root.appending(path: ".reference/bin/python")

    /// Whether they are there.
    ///
    /// Where nothing may be skipped, they count as there, so that their absence is a failure.
    package static let isAvailable =
        TestEnvironment.isComplete || FileManager.default.isExecutableFile(atPath: Self.python.path)

    /// Why a comparison is skipped.
    package static let skipReason = "the reference library is not installed: run `make reference`"

    /// Runs `Tests/Reference/<script>` and returns what it writes to its standard output.
    @discardableResult
    package static func run(_ script: String, _ arguments: [String]) throws -> Data {
        let process = Process()
        let output = Pipe()
        process.executableURL = Self.python
        process.arguments = [TestEnvironment.root.appending(path: "Tests/Reference/\(script)").path] + arguments
        process.standardOutput = output
        try process.run()
        let data = try output.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            throw ReferenceFailure(script: script, status: process.terminationStatus)
        }
        return data
    }

    /// Runs `Tests/Reference/<script>` with `arguments`, then the path of a file with `input` and of one for its output;
    /// returns what it writes to the latter.
    package static func run(_ script: String, _ arguments: [String], input: Data) throws -> Data {
        let folder = FileManager.default.temporaryDirectory.appending(path: "tally-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let (source, target) = (folder.appending(path: "input"), folder.appending(path: "output"))
        try input.write(to: source)
        try Self.run(script, arguments + [source.path, target.path])
        return try Data(contentsOf: target)
    }

    /// Asks the encoding's reference, or the library of another script, for the ids of `texts`.
    ///
    /// With `findsSpecialTokens` their names are not ordinary text; this is for Hugging Face's library only.
    package static func ids(
        of texts: [[UInt8]],
        encoding: String,
        script: String = "model_ids.py",
        findsSpecialTokens: Bool = false
    ) throws -> [[UInt32]] {
        var input = Data()
        for text in texts {
            withUnsafeBytes(of: UInt32(text.count).littleEndian) { input.append(contentsOf: $0) }
            input.append(contentsOf: text)
        }
        let name = findsSpecialTokens ? "\(encoding)+special" : encoding
        let output = try Self.run(script, [name], input: input)
        let words = output.withUnsafeBytes { bytes in
            (0..<bytes.count / 4).map { bytes.loadUnaligned(fromByteOffset: $0 * 4, as: UInt32.self) }
        }
        var ids: [[UInt32]] = []
        var position = 0
        while position < words.count {
            let count = Int(words[position])
            ids.append(Array(words[position + 1..<position + 1 + count]))
            position += 1 + count
        }
        return ids
    }
}

/// A script of the reference that ended with an error, which it has printed.
package struct ReferenceFailure: Error {
    package let script: String
    package let status: Int32
}
