import Foundation
import Testing

@testable import TallyCLI

/// A repository of a test's own, and git with nobody's configuration.
final class GitSandbox {
    private let folder: TemporaryFolder
    /// The top of the working tree.
    let url: URL
    /// What git is told, here and by what is tested.
    let environment: [String: String]

    /// Makes a repository in the folder `work` of a temporary one; with nil for `options` only the folder.
    init(_ options: [String]? = []) throws {
        self.folder = try TemporaryFolder()
        self.url = self.folder.url.appending(path: "work")
        try FileManager.default.createDirectory(at: self.url, withIntermediateDirectories: true)
        self.environment = [
            "PATH": ProcessInfo.processInfo.environment["PATH"] ?? "",
            "HOME": self.folder.url.path,
            "GIT_CONFIG_NOSYSTEM": "1",
            "GIT_CONFIG_GLOBAL": "/dev/null",
            // Not up into whatever repository the temporary folders are in.
            "GIT_CEILING_DIRECTORIES": self.folder.url.deletingLastPathComponent().path,
            "GIT_AUTHOR_NAME": "A", "GIT_AUTHOR_EMAIL": "a@example.com", "GIT_AUTHOR_DATE": "2026-01-01T00:00:00Z",
            "GIT_COMMITTER_NAME": "C", "GIT_COMMITTER_EMAIL": "c@example.com",
            "GIT_COMMITTER_DATE": "2026-01-01T00:00:00Z",
        ]
        if let options { try self.git(["init", "--quiet", "-b", "main"] + options) }
    }

    /// A folder beside the working tree.
    func beside(_ name: String) -> URL { self.folder.url.appending(path: name) }

    /// Runs git in the working tree and returns what it says.
    @discardableResult
    func git(_ arguments: String..., in folder: URL? = nil) throws -> String { try self.git(arguments, in: folder) }

    @discardableResult
    func git(_ arguments: [String], in folder: URL? = nil) throws -> String {
        let (process, output) = try self.start(arguments, in: folder)
        let answer = try output.readToEnd() ?? Data()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw GitFailure(status: process.terminationStatus) }
        return String(String(decoding: answer, as: UTF8.self).drop { $0 == "\n" }.trimmingSuffix { $0 == "\n" })
    }

    /// The status of a git that may refuse.
    func status(_ arguments: String...) throws -> Int32 {
        let (process, output) = try self.start(arguments)
        _ = try output.readToEnd()
        process.waitUntilExit()
        return process.terminationStatus
    }

    /// Starts git; standard error goes to the output if `joinsErrors`, else nowhere.
    func start(_ arguments: [String], in folder: URL? = nil, joinsErrors: Bool = false) throws -> (Process, FileHandle)
    {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = ["git", "-c", "protocol.file.allow=always"] + arguments
        process.currentDirectoryURL = folder ?? self.url
        process.environment = self.environment
        let pipe = Pipe()
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = pipe
        process.standardError = joinsErrors ? pipe.fileHandleForWriting : FileHandle.nullDevice
        try process.run()
        try pipe.fileHandleForWriting.close()
        return (process, pipe.fileHandleForReading)
    }

    /// Writes a file below the top of the working tree.
    func write(_ path: String, _ text: String) throws { try self.write(path, Array(text.utf8)) }

    func write(_ path: String, _ bytes: [UInt8]) throws { try self.folder.write("work/" + path, bytes) }

    /// Writes files of one line and commits all that there is.
    func commit(_ files: [String: String] = [:], _ message: String = "change") throws {
        for (path, text) in files { try self.write(path, text) }
        try self.git("add", "--all")
        try self.git("commit", "--quiet", "--allow-empty", "-m", message)
    }

    func remove(_ path: String) throws {
        try FileManager.default.removeItem(at: self.url.appending(path: path))
    }

    func link(_ path: String, to target: String) throws {
        try FileManager.default.createSymbolicLink(
            atPath: self.url.appending(path: path).path,
            withDestinationPath: target
        )
    }

    /// The environment as what is tested takes it.
    func childEnvironment(_ changes: [String: String] = [:]) -> ChildEnvironment {
        let all = self.environment.merging(changes) { $1 }
        return ChildEnvironment(entries: all.map { Array("\($0)=\($1)".utf8) })
    }

    /// The repository around `folder`, by default the working tree.
    func repository(in folder: URL? = nil, _ changes: [String: String] = [:]) throws -> GitRepository {
        let path = FilePath((folder ?? self.url).path)
        return try #require(try GitRepository.find(from: path, environment: self.childEnvironment(changes)))
    }

    /// What `comparison` finds: a line for each change and each conflict.
    func changes(base: String? = nil, workingTree: Bool = false, in folder: URL? = nil) throws -> [String] {
        Self.lines(try self.repository(in: folder).comparison(base: base, workingTree: workingTree))
    }

    static func lines(_ comparison: GitComparison) -> [String] {
        let changes = comparison.changes.map { change in
            let path = change.path.displayText
            return switch change.kind {
            case .added: "A \(path)"
            case .modified: "M \(path)"
            case .deleted: "D \(path)"
            case .renamed: "R \(change.previousPath?.displayText ?? "?") > \(path)"
            }
        }
        return changes + comparison.conflicts.map { "U \($0.displayText)" }
    }

    /// The paths that `entries` finds.
    func entries(below paths: [String] = [], workingTree: Bool = false, in folder: URL? = nil) throws -> [String] {
        try self.repository(in: folder).entries(below: paths.map { FilePath($0) }, workingTree: workingTree)
            .map(\.path.displayText)
    }

    /// What failure `body` ends with.
    static func failure(_ body: () throws -> Void) throws -> CommandFailure {
        try #require(throws: CommandFailure.self) { try body() }
    }
}

extension StringProtocol {
    fileprivate func trimmingSuffix(while isTrimmed: (Character) -> Bool) -> SubSequence {
        var result = self[...]
        while let last = result.last, isTrimmed(last) { result.removeLast() }
        return result
    }
}

extension Trait where Self == ConditionTrait {
    /// Skips where there is no git.
    static var needsGit: Self { .enabled(if: GitOracle.isAvailable, "git is not installed") }
}
