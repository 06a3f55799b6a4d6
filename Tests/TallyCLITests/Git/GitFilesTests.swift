import Foundation
import Testing

@testable import TallyCLI

/// Files that are not simply files.
@Suite(.needsGit) struct GitFilesTests {
    private static func contents(_ sandbox: GitSandbox, at path: String) throws -> [UInt8]? {
        guard case .bytes(let bytes) = try sandbox.repository().objects().contents(at: FilePath(path), limit: 1 << 20)
        else { return nil }
        return bytes
    }

    @Test func whatIsOnlyAnnouncedIsNoPartOfTheCommit() throws {
        let sandbox = try GitSandbox()
        try sandbox.commit(["a": "1\n"])
        try sandbox.write("announced", "text\n")
        try sandbox.git("add", "--intent-to-add", "announced")
        try sandbox.write("empty", "")
        try sandbox.git("add", "empty")
        #expect(try sandbox.changes() == ["A empty"])
        #expect(try sandbox.entries() == ["a", "empty"])
        #expect(try sandbox.changes(workingTree: true) == ["A announced", "A empty"])
        let entries = try sandbox.repository().entries(below: [], workingTree: true)
        #expect(entries.map(\.path.text) == ["a", "announced", "empty"])
        #expect(entries.map { $0.object.id == nil } == [false, true, false])
    }

    @Test func whatIsAssumedUnchangedIsTakenFromTheIndex() throws {
        let sandbox = try GitSandbox()
        try sandbox.commit(["a": "1\n"])
        try sandbox.git("update-index", "--assume-unchanged", "a")
        try sandbox.write("a", "22\n")
        #expect(try sandbox.changes() == [])
        #expect(try sandbox.changes(workingTree: true) == [])
        let entries = try sandbox.repository().entries(below: [], workingTree: true)
        #expect(try entries.map(\.object.id) == [sandbox.git("rev-parse", ":a")])
    }

    @Test(arguments: [false, true])
    func whatASparseCheckoutLeavesOutIsThereAllTheSame(_ isIndexSparse: Bool) throws {
        let sandbox = try GitSandbox()
        try sandbox.commit(["top": "1\n", "in/a": "1\n", "out/b": "1\n", "out/deep/c": "1\n"])
        try sandbox.git(
            "sparse-checkout",
            "set",
            "--cone",
            isIndexSparse ? "--sparse-index" : "--no-sparse-index",
            "in"
        )
        #expect(!FileManager.default.fileExists(atPath: sandbox.url.appending(path: "out/b").path))
        try sandbox.write("in/a", "2\n")
        try sandbox.git("add", "in/a")
        let all = ["in/a", "out/b", "out/deep/c", "top"]
        #expect(try sandbox.changes() == ["M in/a"])
        #expect(try sandbox.changes(workingTree: true) == ["M in/a"])
        #expect(try sandbox.entries() == all)
        #expect(try sandbox.entries(workingTree: true) == all)
        #expect(try sandbox.entries(below: ["out/deep"]) == ["out/deep/c"])
        #expect(try Self.contents(sandbox, at: "out/b") == Array("1\n".utf8))
    }

    @Test func lineEndsAreThoseThatGitKeeps() throws {
        let sandbox = try GitSandbox()
        try sandbox.git("config", "core.autocrlf", "true")
        try sandbox.git("config", "core.safecrlf", "false")
        try sandbox.commit(["a": "1\r\n2\r\n", "b": "1\r\n"])
        #expect(try Self.contents(sandbox, at: "a") == Array("1\n2\n".utf8))
        // Written anew with what git checks out, and at another time.
        try sandbox.write("a", "1\r\n2\r\n")
        let past = [FileAttributeKey.modificationDate: Date(timeIntervalSince1970: 1_000_000_000)]
        for path in ["a", "b"] {
            try FileManager.default.setAttributes(past, ofItemAtPath: sandbox.url.appending(path: path).path)
        }
        #expect(try sandbox.changes(workingTree: true) == [])
        try sandbox.write("a", "1\r\n3\r\n")
        #expect(try sandbox.changes() == [])
        #expect(try sandbox.changes(workingTree: true) == ["M a"])
        try sandbox.git("add", "a")
        #expect(try sandbox.changes() == ["M a"])
        #expect(try Self.contents(sandbox, at: "a") == Array("1\n3\n".utf8))

        try sandbox.git("config", "core.autocrlf", "false")
        try sandbox.write("c", "1\r\n")
        try sandbox.git("add", "c")
        #expect(try Self.contents(sandbox, at: "c") == Array("1\r\n".utf8))
    }

    @Test func marksAndBinaryComeThroughAsTheyAre() throws {
        let sandbox = try GitSandbox()
        let mark: [UInt8] = [0xEF, 0xBB, 0xBF] + Array("text".utf8)
        let binary = (0...255).map { UInt8($0) } + [0, 10, 0, 13, 10]
        try sandbox.write("mark", mark)
        try sandbox.write("binary", binary)
        try sandbox.git("add", "--all")
        #expect(try Self.contents(sandbox, at: "mark") == mark)
        #expect(try Self.contents(sandbox, at: "binary") == binary)
    }

    @Test func linksAreNotFollowed() throws {
        let sandbox = try GitSandbox()
        try sandbox.commit(["a": "1\n"])
        try sandbox.link("out", to: "/etc/hostname")
        try sandbox.link("nowhere", to: "missing")
        try sandbox.link("folder", to: ".")
        let loose = try sandbox.repository().entries(below: [], workingTree: true)
        #expect(loose.map(\.path.text) == ["a", "folder", "nowhere", "out"])
        #expect(loose.map(\.object.mode) == [.file, .link, .link, .link])
        try sandbox.git("add", "--all")
        let changes = try sandbox.repository().comparison(base: nil, workingTree: false).changes
        #expect(changes.map(\.path.text) == ["folder", "nowhere", "out"])
        #expect(changes.map(\.after?.mode) == [.link, .link, .link])
        #expect(try Self.contents(sandbox, at: "out") == Array("/etc/hostname".utf8))
    }

    @Test func submodulesAreEntriesWithoutContent() throws {
        let sandbox = try GitSandbox()
        let inner = try GitSandbox()
        try inner.commit(["x": "1\n"])
        try sandbox.commit(["a": "1\n"])
        try sandbox.git("submodule", "--quiet", "add", inner.url.path, "sub")
        #expect(try sandbox.changes() == ["A .gitmodules", "A sub"])
        try sandbox.git("commit", "--quiet", "-m", "sub")
        try sandbox.git("commit", "--quiet", "--allow-empty", "-m", "x", in: sandbox.url.appending(path: "sub"))
        // A person's wish not to hear of it is for people.
        try sandbox.git("config", "submodule.sub.ignore", "all")
        #expect(try sandbox.changes() == [])
        #expect(try sandbox.changes(workingTree: true) == ["M sub"])
        try sandbox.git("add", "--force", "sub")
        let change = try #require(try sandbox.repository().comparison(base: nil, workingTree: false).changes.first)
        #expect(change.path.text == "sub")
        #expect(change.after?.mode == .submodule)
        let objects = try sandbox.repository().objects()
        let id = try #require(change.after?.id)
        #expect(throws: CommandFailure.self) { try objects.contents(of: id, limit: 10) }
        #expect(try objects.contents(at: FilePath("a"), limit: 10) == .bytes(Array("1\n".utf8)))

        // Seen from the inside it is a repository of its own.
        let below = try sandbox.repository(in: sandbox.url.appending(path: "sub"))
        #expect(below.root == FilePath(sandbox.url.path + "/sub"))
        // A repository that nobody has added is nobody's file.
        try FileManager.default.createDirectory(
            at: sandbox.url.appending(path: "own"),
            withIntermediateDirectories: true
        )
        try sandbox.git("init", "--quiet", "own")
        #expect(try sandbox.entries(workingTree: true) == [".gitmodules", "a", "sub"])
    }

    @Test func whatIsIgnoredIsNotThere() throws {
        let sandbox = try GitSandbox()
        try sandbox.commit([".gitignore": "*.log\n/build/\n", "a": "1\n", "kept.txt": "1\n"])
        for path in ["x.log", "build/y", "new/z", "new/z.log"] { try sandbox.write(path, "1\n") }
        try sandbox.remove("kept.txt")
        #expect(try sandbox.changes() == [])
        #expect(try sandbox.changes(workingTree: true) == ["D kept.txt", "A new/z"])
        #expect(try sandbox.entries(workingTree: true) == [".gitignore", "a", "new/z"])
        #expect(try sandbox.entries() == [".gitignore", "a", "kept.txt"])
        #expect(try sandbox.entries(below: ["new/", "a"], workingTree: true) == ["a", "new/z"])
        #expect(try sandbox.entries(below: ["ne", "a/b", "kept"], workingTree: true) == [])
        for path in ["../x", "a/..", "/a", "./a", String(repeating: "x", count: 5_000)] {
            #expect(try sandbox.entries(below: [path, "new"]) == [])
        }
        #expect(try sandbox.entries(below: (0..<500).map { "\($0)" } + ["a//"], workingTree: true) == ["a"])
        #expect(try sandbox.entries(below: ["."]) == [".gitignore", "a", "kept.txt"])
    }

    @Test func theDiskOverridesTheIndex() throws {
        let sandbox = try GitSandbox()
        let names = ["staged", "both", "dropped", "moved", "lost", "removed", "kept", "mode", "back"]
        // Nothing alike, so that what has moved can only have come from one place.
        var text: [String: String] = [:]
        for name in names { text[name] = (1...30).map { "\(name) \($0)\n" }.joined() }
        try sandbox.commit(text)
        for name in ["staged", "both", "dropped", "back"] { try sandbox.write(name, "index\n" + (text[name] ?? "")) }
        try sandbox.write("new", "1\n")
        try sandbox.write("newAndGone", "2\n")
        try sandbox.git("add", "--all")
        try sandbox.git("mv", "moved", "movedTo")
        try sandbox.git("mv", "lost", "lostTo")
        try sandbox.git("rm", "--quiet", "--cached", "kept")
        try sandbox.git("rm", "--quiet", "removed")
        for name in ["both", "movedTo", "new"] { try sandbox.write(name, "disk\n" + (text[name] ?? "")) }
        try sandbox.write("back", text["back"] ?? "")
        for name in ["dropped", "newAndGone", "lostTo"] { try sandbox.remove(name) }
        let mode = [FileAttributeKey.posixPermissions: 0o755]
        try FileManager.default.setAttributes(mode, ofItemAtPath: sandbox.url.appending(path: "mode").path)
        let expected = [
            "M back", "M both", "D dropped", "M kept", "D lost", "M mode", "R moved > movedTo", "A new", "D removed",
            "M staged",
        ]
        let comparison = try sandbox.repository().comparison(base: nil, workingTree: true)
        #expect(GitSandbox.lines(comparison) == expected)
        #expect(try sandbox.changes(base: "HEAD", workingTree: true) == expected)
        for change in comparison.changes where change.kind != .added {
            let path = change.previousPath ?? change.path
            #expect(try change.before?.id == sandbox.git("rev-parse", "HEAD:\(path.text)"))
        }
        let unread = comparison.changes.filter { $0.after != nil && $0.after?.id == nil }.map(\.path.text)
        #expect(unread == ["back", "both", "kept", "mode", "movedTo", "new"])
        #expect(comparison.changes.first { $0.path.text == "mode" }?.after?.mode == .executable)
        let entries = ["back", "both", "kept", "mode", "movedTo", "new", "staged"]
        #expect(try sandbox.entries(workingTree: true) == entries)
    }

    @Test func anyNameIsAName() throws {
        let sandbox = try GitSandbox()
        try sandbox.commit(["old": (1...30).map { "line \($0)\n" }.joined()])
        var names = [
            "a b", " lead", "q\"uote'", "tab\there", "new\nline", "back\\slash", "-n", ":(top)x", "*.?[a]", "é", "--",
            "R100",
        ]
        .map { Array($0.utf8) }
        names.append([0x66, 0xFF, 0xFE])
        names.append(Array("deep/".utf8) + [0x80] + Array("/\n/x".utf8))
        for name in names {
            let path = FilePath(sandbox.url.path).appending(name)
            for (index, byte) in path.bytes.enumerated() where byte == UInt8(ascii: "/") && index > 0 {
                _ = FilePath(bytes: Array(path.bytes[..<index])).withCString { mkdir($0, 0o755) }
            }
            let descriptor = path.withCString { open($0, O_WRONLY | O_CREAT, 0o644) }
            try #require(descriptor >= 0)
            let text = name + [10]
            #expect(write(descriptor, text, text.count) == text.count)
            close(descriptor)
        }
        let expected = names.sorted { $0.lexicographicallyPrecedes($1) }
        let untracked = try sandbox.repository().comparison(base: nil, workingTree: true)
        #expect(untracked.changes.map(\.path.bytes) == expected)
        try sandbox.git("add", "--all")
        try sandbox.git("mv", "old", "to\tnew\n")
        let repository = try sandbox.repository()
        let changes = try repository.comparison(base: nil, workingTree: false).changes
        #expect(changes.filter { $0.kind == .added }.map(\.path.bytes) == expected)
        let renamed = try #require(changes.first { $0.kind == .renamed })
        #expect(renamed.path.text == "to\tnew\n")
        let objects = try repository.objects()
        for change in changes where change.kind == .added {
            let id = try #require(change.after?.id)
            #expect(try objects.contents(of: id, limit: 100) == .bytes(change.path.bytes + [10]))
            #expect(try repository.entries(below: [change.path], workingTree: false).map(\.path) == [change.path])
        }
    }

    @Test func theFolderItselfMayHaveAnyName() throws {
        let sandbox = try GitSandbox(nil)
        let folder = sandbox.beside("odd \n--tally-next\n name")
        try FileManager.default.createDirectory(at: folder.appending(path: "s\nub"), withIntermediateDirectories: true)
        try sandbox.git("init", "--quiet", in: folder)
        #expect(throws: CommandFailure.self) { try sandbox.repository(in: folder) }
        let other = sandbox.beside("odd \n name")
        try FileManager.default.createDirectory(at: other.appending(path: "s\nub"), withIntermediateDirectories: true)
        try sandbox.git("init", "--quiet", in: other)
        let repository = try sandbox.repository(in: other.appending(path: "s\nub"))
        #expect(repository.root == FilePath(other.path))
        #expect(repository.prefix == Array("s\nub/".utf8))
    }
}
