import Foundation
import Testing

@testable import TallyCLI

@Suite(.needsGit) struct GitRepositoryTests {
    private static func find(_ sandbox: GitSandbox, _ changes: [String: String] = [:]) throws -> GitRepository? {
        try GitRepository.find(from: FilePath(sandbox.url.path), environment: sandbox.childEnvironment(changes))
    }

    @Test func outsideARepositoryThereIsNone() throws {
        #expect(try Self.find(GitSandbox(nil)) == nil)
    }

    @Test func withoutGitARepositoryCanNotBeRead() throws {
        // What lies in the repository must not be run, however short the way to it is.
        let sandbox = try GitSandbox()
        try sandbox.write("git", "#!/bin/sh\ntouch '\(sandbox.beside("run").path)'\n")
        let program = sandbox.url.appending(path: "git").path
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: program)
        try sandbox.write("sub/x", "")
        let relative = String(repeating: "../", count: 40) + sandbox.url.path.dropFirst()
        for path in ["", ":", ".", "/nowhere", "::/nowhere:", relative] {
            let failure = try GitSandbox.failure { _ = try Self.find(sandbox, ["PATH": path]) }
            #expect(failure.text.hasPrefix("tally: git: there is none on PATH"))
            let environment = sandbox.childEnvironment(["PATH": path])
            let below = FilePath(sandbox.url.appending(path: "sub").path)
            #expect(throws: CommandFailure.self) { try GitRepository.find(from: below, environment: environment) }
        }
        #expect(!FileManager.default.fileExists(atPath: sandbox.beside("run").path))
        #expect(try Self.find(GitSandbox(nil), ["PATH": ""]) == nil)
    }

    @Test func anotherPersonsRepositoryIsReadOnlyWhenGitIsToldSo() throws {
        let sandbox = try GitSandbox()
        let failure = try GitSandbox.failure {
            _ = try Self.find(sandbox, ["GIT_TEST_ASSUME_DIFFERENT_OWNER": "1"])
        }
        #expect(failure.why.contains("belongs to another user"))
        #expect(failure.remedy == "git config --global --add safe.directory \(sandbox.url.path)")
    }

    @Test func aWrongGitDirIsNotNoRepository() throws {
        let failure = try GitSandbox.failure { _ = try Self.find(GitSandbox(nil), ["GIT_DIR": "/nowhere"]) }
        #expect(failure.why.contains("/nowhere"))
        let sandbox = try GitSandbox(nil)
        try sandbox.write(".git", "gitdir: /nowhere/else\n")
        #expect(try GitSandbox.failure { _ = try Self.find(sandbox) }.why.contains("/nowhere/else"))
    }

    @Test func insideTheFolderOfGitThereIsNoWorkingTree() throws {
        let sandbox = try GitSandbox()
        let inside = sandbox.url.appending(path: ".git")
        let failure = try GitSandbox.failure { _ = try sandbox.repository(in: inside) }
        #expect(failure.remedy == "cd to the working tree")
    }

    @Test func aBareRepositoryIsComparedByItsHead() throws {
        let sandbox = try GitSandbox()
        try sandbox.commit(["a": "1\n", "tally.yml": "x\n"])
        try sandbox.git("checkout", "--quiet", "-b", "topic")
        try sandbox.git("mv", "a", "b")
        try sandbox.commit(["c/d": "1\n"])
        let bare = sandbox.beside("bare.git")
        try sandbox.git("clone", "--quiet", "--bare", ".", bare.path)
        let repository = try sandbox.repository(in: bare)
        #expect(repository.isBare)
        #expect(repository.root == nil)
        #expect(repository.prefix == [])
        #expect(try sandbox.changes(base: "main", in: bare) == ["R a > b", "A c/d"])
        #expect(try sandbox.entries(in: bare) == ["b", "c/d", "tally.yml"])
        #expect(try sandbox.entries(below: ["c/"], in: bare) == ["c/d"])
        let objects = try repository.objects()
        #expect(try objects.contents(at: FilePath("tally.yml"), limit: 10) == .bytes(Array("x\n".utf8)))
        #expect(try objects.contents(at: FilePath("a"), limit: 10) == nil)

        let failures = try [(nil, false), ("main", true), (nil, true)].map { base, workingTree in
            try GitSandbox.failure { _ = try sandbox.changes(base: base, workingTree: workingTree, in: bare) }
        }
        #expect(failures.map(\.code) == [.invalidArgument, .invalidArgument, .invalidArgument])
        #expect(failures.allSatisfy { $0.remedy?.contains("--base REV") == true })
        let told = try sandbox.repository(in: bare, ["GIT_DIR": "."]).comparison(base: "main", workingTree: false)
        #expect(GitSandbox.lines(told) == ["R a > b", "A c/d"])
    }

    @Test func aBareRepositoryWithoutCommitsIsEmpty() throws {
        let sandbox = try GitSandbox(["--bare"])
        #expect(try sandbox.entries() == [])
    }

    @Test func aShallowCloneSaysWhatItLacks() throws {
        let sandbox = try GitSandbox()
        try sandbox.commit(["a": "1\n"])
        try sandbox.git("checkout", "--quiet", "-b", "topic")
        try sandbox.commit(["a": "2\n"])
        try sandbox.commit(["b": "2\n"])
        let clone = sandbox.beside("clone")
        try sandbox.git("clone", "--quiet", "--depth=1", "--branch=topic", "file://\(sandbox.url.path)", clone.path)
        #expect(try sandbox.repository(in: clone).isShallow)
        #expect(try !sandbox.repository().isShallow)
        #expect(try sandbox.changes(in: clone) == [])
        try Data("3\n".utf8).write(to: clone.appending(path: "a"))
        try sandbox.git("add", "a", in: clone)
        #expect(try sandbox.changes(in: clone) == ["M a"])

        // Of the base nothing is known; then its commit is there, without the history in between.
        var failure = try GitSandbox.failure { _ = try sandbox.changes(base: "origin/main", in: clone) }
        #expect(failure.why.contains("shallow"))
        #expect(failure.remedy?.contains("fetch-depth: 0") == true)
        try sandbox.git("fetch", "--quiet", "--depth=1", "origin", "main:refs/remotes/origin/main", in: clone)
        failure = try GitSandbox.failure { _ = try sandbox.changes(base: "origin/main", in: clone) }
        #expect(failure.why.contains("shallow"))
        try sandbox.git("fetch", "--quiet", "--unshallow", "origin", "topic", in: clone)
        #expect(try sandbox.changes(base: "origin/main", in: clone) == ["M a", "A b"])
    }

    @Test func aRepositoryOfSha256() throws {
        let sandbox = try GitSandbox(["--object-format=sha256"])
        try sandbox.write("first", "1\n")
        try sandbox.git("add", "--all")
        #expect(try sandbox.changes() == ["A first"])
        try sandbox.commit(["a": "1\n"])
        try sandbox.git("mv", "a", "b")
        let comparison = try sandbox.repository().comparison(base: nil, workingTree: false)
        #expect(GitSandbox.lines(comparison) == ["R a > b"])
        #expect(comparison.baseCommit?.count == 64)
        #expect(try sandbox.entries() == ["b", "first"])
        let id = try #require(comparison.changes[0].after?.id)
        #expect(id.count == 64)
        #expect(try sandbox.repository().objects().contents(of: id, limit: 10) == .bytes(Array("1\n".utf8)))
        try sandbox.git("checkout", "--quiet", "-b", "other")
        try sandbox.commit(["other": "1\n"])
        try sandbox.git("checkout", "--quiet", "main")
        try sandbox.commit(["main": "1\n"])
        try sandbox.git("merge", "--quiet", "--no-commit", "other")
        #expect(try sandbox.changes() == [])
    }

    @Test func aBrokenIndexIsToldWithWhatToDo() throws {
        let sandbox = try GitSandbox()
        try sandbox.commit(["a": "1\n"])
        for bytes in [Array("not an index at all".utf8), Array("DIRC".utf8) + [UInt8](repeating: 255, count: 60)] {
            try sandbox.write(".git/index", bytes)
            let failure = try GitSandbox.failure { _ = try sandbox.changes() }
            #expect(failure.why.contains("index"))
            #expect(failure.remedy?.contains("git reset") == true)
        }
    }

    @Test func aMissingObjectIsToldWithWhatToDo() throws {
        let sandbox = try GitSandbox()
        try sandbox.commit(["a": "1\n"])
        let tree = try sandbox.git("rev-parse", "HEAD^{tree}")
        try sandbox.remove(".git/objects/\(tree.prefix(2))/\(tree.dropFirst(2))")
        try sandbox.write("a", "2\n")
        try sandbox.git("add", "a")
        let failure = try GitSandbox.failure { _ = try sandbox.changes() }
        #expect(failure.code == .unreadableInput)
        #expect(failure.remedy?.contains("git fsck") == true, "\(failure)")
    }

    @Test func aWorkingTreeElsewhere() throws {
        let sandbox = try GitSandbox()
        try sandbox.commit(["sub/a": "1\n"])
        let variables = ["GIT_DIR": sandbox.url.appending(path: ".git").path, "GIT_WORK_TREE": sandbox.url.path]
        try FileManager.default.createDirectory(at: sandbox.beside("far"), withIntermediateDirectories: true)
        try sandbox.write("sub/a", "2\n")
        for folder in [sandbox.beside("far"), sandbox.url.appending(path: "sub")] {
            let repository = try sandbox.repository(in: folder, variables)
            #expect(repository.root == FilePath(sandbox.url.path))
            #expect(GitSandbox.lines(try repository.comparison(base: nil, workingTree: true)) == ["M sub/a"])
        }
    }

    @Test func nothingIsLockedOrWritten() throws {
        let sandbox = try GitSandbox()
        try sandbox.commit(["a": "1\n", "b": "1\n"])
        let index = sandbox.url.appending(path: ".git/index")
        // Of the same content at another time: git would note that in the index if it were let.
        let past = [FileAttributeKey.modificationDate: Date(timeIntervalSince1970: 1_000_000_000)]
        try FileManager.default.setAttributes(past, ofItemAtPath: sandbox.url.appending(path: "a").path)
        let before = try Data(contentsOf: index)
        for isLocked in [false, true] {
            if isLocked { try sandbox.write(".git/index.lock", "") }
            #expect(try sandbox.changes() == [])
            #expect(try sandbox.changes(base: "HEAD", workingTree: true) == [])
            #expect(try sandbox.entries(workingTree: true) == ["a", "b"])
            #expect(try Data(contentsOf: index) == before)
        }
    }

    @Test func anIndexOfAnotherNameIsFoundFromTheTop() throws {
        let sandbox = try GitSandbox()
        try sandbox.commit(["a": "1\n", "sub/b": "1\n"])
        try sandbox.write("a", "2\n")
        try sandbox.git("add", "a")
        try FileManager.default.copyItem(
            at: sandbox.url.appending(path: ".git/index"),
            to: sandbox.url.appending(path: ".git/other")
        )
        try sandbox.git("reset", "--quiet")
        #expect(try sandbox.changes() == [])
        for folder in [sandbox.url, sandbox.url.appending(path: "sub")] {
            let repository = try sandbox.repository(in: folder, ["GIT_INDEX_FILE": ".git/other"])
            #expect(GitSandbox.lines(try repository.comparison(base: nil, workingTree: false)) == ["M a"])
            let contents = try repository.objects().contents(at: FilePath("a"), limit: 9)
            #expect(contents == .bytes(Array("2\n".utf8)))
        }
    }

    @Test func aWorktreeHasAMergeOfItsOwn() throws {
        let sandbox = try GitSandbox()
        try sandbox.commit(["a": "1\n"])
        try sandbox.git("branch", "topic")
        try sandbox.commit(["b": "main\n"])
        let other = sandbox.beside("other")
        try sandbox.git("worktree", "add", "--quiet", other.path, "topic")
        try sandbox.git("commit", "--quiet", "--allow-empty", "-m", "x", in: other)
        try sandbox.git("merge", "--quiet", "--no-commit", "main", in: other)
        #expect(try sandbox.repository(in: other).mergeHeads().count == 1)
        #expect(try sandbox.repository().mergeHeads() == [])
        #expect(try sandbox.changes(in: other) == [])
        #expect(try sandbox.changes(base: "main", in: other) == [])
    }

    @Test func aShallowCloneThatHasTheBaseIsEnough() throws {
        let sandbox = try GitSandbox()
        for text in ["1", "2", "3"] { try sandbox.commit(["a": "\(text)\n", "f\(text)": "x\n"]) }
        let clone = sandbox.beside("clone")
        try sandbox.git("clone", "--quiet", "--depth=2", "file://\(sandbox.url.path)", clone.path)
        #expect(try sandbox.changes(base: "HEAD~1", in: clone) == ["M a", "A f3"])
        #expect(throws: CommandFailure.self) { try sandbox.changes(base: "HEAD~2", in: clone) }
    }

    @Test func aBareRepositoryThatGitMayNotFindIsExplained() throws {
        let sandbox = try GitSandbox(["--bare"])
        let told = [
            "GIT_CONFIG_COUNT": "1", "GIT_CONFIG_KEY_0": "safe.bareRepository", "GIT_CONFIG_VALUE_0": "explicit",
        ]
        do {
            // Versions before 2.38 do not ask for it.
            #expect(try Self.find(sandbox, told)?.isBare == true)
        } catch let failure as CommandFailure {
            #expect(failure.remedy?.hasPrefix("GIT_DIR=.") == true)
        }
        #expect(try Self.find(sandbox, told.merging(["GIT_DIR": "."]) { $1 })?.isBare == true)
    }
}
