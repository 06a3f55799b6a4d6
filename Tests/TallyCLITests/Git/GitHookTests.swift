import Foundation
import Testing

@testable import TallyCLI

@Suite(.needsGit) struct GitHookTests {
    /// Runs git with a hook that tells its environment and then waits while `body` looks at the repository from there.
    private static func during<Result>(
        _ hook: String,
        of arguments: [String],
        in sandbox: GitSandbox,
        folder: URL? = nil,
        _ body: (GitRepository) throws -> Result
    ) throws -> Result {
        let gate = sandbox.beside("gate")
        try #require(mkfifo(gate.path, 0o600) == 0)
        let script = """
            #!/bin/sh
            env -0 >&2
            printf 'pwd=%s' "$PWD" >&2
            printf '\\0end\\0' >&2
            read -r line <'\(gate.path)'
            """
        let file = sandbox.url.appending(path: ".git/hooks/\(hook)")
        try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(script.utf8).write(to: file)
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: file.path)

        let (process, output) = try sandbox.start(arguments, in: folder, joinsErrors: true)
        var told = Data()
        while told.range(of: Data("\0end\0".utf8)) == nil {
            let piece = output.availableData
            if piece.isEmpty { break }
            told.append(piece)
        }
        let end = try #require(told.range(of: Data("\0end\0".utf8)), "the hook was not run")
        defer {
            try? FileHandle(forWritingTo: gate).write(contentsOf: Data("\n".utf8))
            _ = try? output.readToEnd()
            process.waitUntilExit()
        }
        var entries = told[..<end.lowerBound].split(separator: 0).map { Array($0) }
        let last = entries.popLast()
        let place = try #require(last)
        let environment = ChildEnvironment(entries: entries)
        #expect(environment["GIT_INDEX_FILE"] != nil)
        let path = FilePath(bytes: Array(place.dropFirst("pwd=".utf8.count)))
        return try body(try #require(try GitRepository.find(from: path, environment: environment)))
    }

    private static func changes(_ repository: GitRepository, base: String? = nil) throws -> [String] {
        GitSandbox.lines(try repository.comparison(base: base, workingTree: false))
    }

    private static func sandbox() throws -> GitSandbox {
        let sandbox = try GitSandbox()
        try sandbox.commit(["a": "1\n", "b": "1\n", "sub/c": "1\n"])
        return sandbox
    }

    @Test func aCommitOfTheIndex() throws {
        let sandbox = try Self.sandbox()
        try sandbox.write("a", "2\n")
        try sandbox.git("add", "a")
        try sandbox.write("b", "2\n")
        let (root, changes) = try Self.during("pre-commit", of: ["commit", "-m", "x"], in: sandbox) { repository in
            (repository.root, try Self.changes(repository))
        }
        #expect(root == FilePath(sandbox.url.path))
        #expect(changes == ["M a"])
        #expect(try sandbox.git("log", "--format=%s", "-1") == "x")
    }

    @Test func aCommitOfEverything() throws {
        let sandbox = try Self.sandbox()
        try sandbox.write("a", "2\n")
        try sandbox.write("new", "not tracked\n")
        let (changes, contents) = try Self.during("pre-commit", of: ["commit", "-a", "-m", "x"], in: sandbox) {
            repository in
            let objects = try repository.objects()
            return (try Self.changes(repository), try objects.contents(at: FilePath("a"), limit: 10))
        }
        #expect(changes == ["M a"])
        #expect(contents == .bytes(Array("2\n".utf8)))
    }

    @Test func aCommitOfPathsLeavesOutWhatElseIsStaged() throws {
        let sandbox = try Self.sandbox()
        for path in ["a", "b"] { try sandbox.write(path, "2\n") }
        try sandbox.git("add", "--all")
        try sandbox.write("sub/c", "2\n")
        let below = sandbox.url.appending(path: "sub")
        let arguments = ["commit", "-m", "x", "c", "../a"]
        let changes = try Self.during("pre-commit", of: arguments, in: sandbox, folder: below) { repository in
            try Self.changes(repository)
        }
        #expect(changes == ["M a", "M sub/c"])
    }

    @Test func anAmendedCommit() throws {
        let sandbox = try Self.sandbox()
        try sandbox.write("a", "2\n")
        let arguments = ["commit", "--amend", "-a", "-m", "x"]
        let changes = try Self.during("pre-commit", of: arguments, in: sandbox) { try Self.changes($0) }
        #expect(changes == ["M a"])
    }

    @Test func aWorktreeOfItsOwn() throws {
        let sandbox = try Self.sandbox()
        let other = sandbox.beside("other")
        try sandbox.git("worktree", "add", "--quiet", other.path)
        try Data("2\n".utf8).write(to: other.appending(path: "b"))
        let arguments = ["commit", "-a", "-m", "x"]
        let (repository, changes) = try Self.during("pre-commit", of: arguments, in: sandbox, folder: other) {
            repository in
            (repository, try Self.changes(repository))
        }
        #expect(repository.git.environment["GIT_DIR"] != nil)
        #expect(repository.root == FilePath(other.path))
        #expect(changes == ["M b"])
    }

    @Test func aMergeThatNobodyHasToFinish() throws {
        let sandbox = try Self.sandbox()
        try sandbox.git("checkout", "--quiet", "-b", "other")
        try sandbox.commit(["d": "other\n"])
        try sandbox.git("checkout", "--quiet", "main")
        try sandbox.commit(["a": "main\n"])
        let arguments = ["merge", "-m", "x", "other"]
        let (heads, changes, fromOther) = try Self.during("pre-merge-commit", of: arguments, in: sandbox) {
            repository in
            (repository.mergeHeads(), try Self.changes(repository), try Self.changes(repository, base: "other"))
        }
        #expect(try heads == [sandbox.git("rev-parse", "other")])
        #expect(changes == [])
        #expect(fromOther == ["M a"])
    }
}
