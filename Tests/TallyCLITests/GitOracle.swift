import Foundation
import TallyTestSupport

/// The real git, asked which files of a folder it does not ignore.
enum GitOracle {
    private static let path: String? = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
        .map { "\($0)/git" }.first { FileManager.default.isExecutableFile(atPath: $0) }

    /// Whether git is there; where nothing may be skipped it counts as there, so that its absence is a failure.
    static let isAvailable = TestEnvironment.isComplete || Self.path != nil

    /// Makes a repository of `folder`.
    static func initialize(_ folder: URL) throws {
        _ = try Self.run(["init", "--quiet", "--template="], in: folder)
        try FileManager.default.createDirectory(
            at: folder.appending(path: ".git/info"),
            withIntermediateDirectories: true
        )
    }

    /// The files below `folder` that git lists, by their paths from there, sorted by bytes.
    static func files(in folder: URL) throws -> [[UInt8]] {
        let output = try Self.run(["ls-files", "-z", "--cached", "--others", "--exclude-standard"], in: folder)
        return output.split(separator: 0).map { Array($0) }.sorted { $0.lexicographicallyPrecedes($1) }
    }

    /// Runs git without the person's own configuration.
    private static func run(_ arguments: [String], in folder: URL) throws -> Data {
        let process = Process()
        process.executableURL = URL(filePath: Self.path ?? "/usr/bin/git")
        process.arguments = ["-c", "core.ignoreCase=false", "-c", "core.excludesFile=/dev/null"] + arguments
        process.currentDirectoryURL = folder
        process.environment = ["GIT_CONFIG_NOSYSTEM": "1", "GIT_CONFIG_GLOBAL": "/dev/null", "HOME": folder.path]
        let pipe = Pipe()
        process.standardOutput = pipe
        process.standardError = FileHandle.nullDevice
        try process.run()
        let output = try pipe.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw GitFailure(status: process.terminationStatus) }
        return output
    }
}

/// A run of git that ended with an error.
struct GitFailure: Error {
    let status: Int32
}
