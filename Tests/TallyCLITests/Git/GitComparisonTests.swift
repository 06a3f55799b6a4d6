import Foundation
import Testing

@testable import TallyCLI

@Suite(.needsGit) struct GitComparisonTests {
    private static let long = (1...40).map { "line \($0)\n" }.joined()

    @Test func tellsWhatHappenedToEachFile() throws {
        let sandbox = try GitSandbox()
        try sandbox.commit([
            "a": "1\n", "gone": "x\n", "moved": Self.long, "edited": Self.long + "end\n", "same": "s\n",
        ])
        try sandbox.write("a", "2\n")
        try sandbox.write("new/deep", "n\n")
        try sandbox.remove("gone")
        #expect(try sandbox.changes() == [])
        try sandbox.git("mv", "moved", "now")
        try sandbox.git("mv", "edited", "z")
        try sandbox.write("z", "start\n" + Self.long + "end\n")
        try sandbox.git("add", "--all")
        #expect(try sandbox.changes() == ["M a", "D gone", "A new/deep", "R moved > now", "R edited > z"])

        let comparison = try sandbox.repository().comparison(base: nil, workingTree: false)
        #expect(comparison.baseName == "HEAD")
        #expect(try comparison.baseCommit == sandbox.git("rev-parse", "HEAD"))
        for change in comparison.changes {
            let before = try? sandbox.git("rev-parse", "HEAD:\((change.previousPath ?? change.path).text)")
            let after = try? sandbox.git("rev-parse", ":\(change.path.text)")
            #expect(change.before?.id == before)
            #expect(change.after?.id == after)
        }
    }

    @Test func aCopyIsAdded() throws {
        let sandbox = try GitSandbox()
        try sandbox.commit(["a": Self.long])
        try sandbox.git("config", "diff.renames", "copies")
        try sandbox.write("a", Self.long + "more\n")
        try sandbox.write("b", Self.long)
        try sandbox.git("add", "--all")
        #expect(try sandbox.changes() == ["M a", "A b"])
    }

    @Test func modesAndTypesAreKept() throws {
        let sandbox = try GitSandbox()
        try sandbox.commit(["file": "f\n", "run": "r\n"])
        try sandbox.git("update-index", "--chmod=+x", "run")
        try sandbox.remove("file")
        try sandbox.link("file", to: "/etc/hostname")
        try sandbox.git("add", "file")
        let changes = try sandbox.repository().comparison(base: nil, workingTree: false).changes
        #expect(changes.map(\.kind) == [.modified, .modified])
        #expect(changes.map(\.before?.mode) == [.file, .file])
        #expect(changes.map(\.after?.mode) == [.link, .executable])
        #expect(changes[1].before?.id == changes[1].after?.id)
    }

    @Test func beforeTheFirstCommitEverythingIsNew() throws {
        let sandbox = try GitSandbox()
        #expect(try sandbox.changes() == [])
        #expect(try sandbox.repository().head == nil)
        try sandbox.write("a", "1\n")
        try sandbox.git("add", "a")
        try sandbox.write("b", "1\n")
        let comparison = try sandbox.repository().comparison(base: nil, workingTree: false)
        #expect(GitSandbox.lines(comparison) == ["A a"])
        #expect(comparison.baseCommit == nil)
        #expect(try sandbox.changes(workingTree: true) == ["A a", "A b"])
        #expect(try sandbox.entries() == ["a"])
        let failure = try GitSandbox.failure { _ = try sandbox.changes(base: "main") }
        #expect(failure.text.contains("no commit yet"))
    }

    @Test func aDetachedHeadIsAsGoodAsABranch() throws {
        let sandbox = try GitSandbox()
        try sandbox.commit(["a": "1\n"])
        try sandbox.commit(["a": "2\n"])
        try sandbox.git("checkout", "--quiet", "--detach", "HEAD~1")
        try sandbox.write("a", "3\n")
        try sandbox.git("add", "a")
        #expect(try sandbox.changes() == ["M a"])
        #expect(try sandbox.changes(base: "main") == ["M a"])
    }

    @Test func aBaseIsWhereTheHistoriesPart() throws {
        let sandbox = try GitSandbox()
        try sandbox.commit(["a": "1\n", "b": "1\n"])
        let parting = try sandbox.git("rev-parse", "HEAD")
        try sandbox.git("checkout", "--quiet", "-b", "topic")
        try sandbox.commit(["a": "topic\n"])
        try sandbox.git("checkout", "--quiet", "main")
        try sandbox.commit(["b": "main\n"])
        try sandbox.git("checkout", "--quiet", "topic")
        try sandbox.write("c", "staged\n")
        try sandbox.git("add", "c")
        let comparison = try sandbox.repository().comparison(base: "main", workingTree: false)
        #expect(GitSandbox.lines(comparison) == ["M a", "A c"])
        #expect(comparison.baseName == "main")
        #expect(comparison.baseCommit == parting)
        try sandbox.git("tag", "-a", "-m", "t", "v1", "main")
        #expect(try sandbox.changes(base: "v1") == ["M a", "A c"])
    }

    @Test(arguments: [
        "nowhere", "", "-h", "--all", "HEAD:a", "HEAD^{tree}", "0000000000000000000000000000000000000000",
    ])
    func aBaseThatIsNoCommitIsSaidToBeNone(_ base: String) throws {
        let sandbox = try GitSandbox()
        try sandbox.commit(["a": "1\n"])
        let failure = try GitSandbox.failure { _ = try sandbox.changes(base: base) }
        #expect(failure.code == .invalidArgument)
        #expect(failure.what == "--base \(base)")
        #expect(failure.remedy != nil)
    }

    @Test func historiesWithNothingInCommonHaveNoBase() throws {
        let sandbox = try GitSandbox()
        try sandbox.commit(["a": "1\n"])
        try sandbox.git("checkout", "--quiet", "--orphan", "other")
        try sandbox.commit(["b": "1\n"])
        let failure = try GitSandbox.failure { _ = try sandbox.changes(base: "main") }
        #expect(failure.code == .invalidArgument)
        #expect(failure.why.contains("nothing to do with each other"))
    }

    @Test func theCurrentFolderDoesNotMatter() throws {
        let sandbox = try GitSandbox()
        try sandbox.commit(["a": "1\n", "sub/b": "1\n", "sub/c": "1\n"])
        try sandbox.git("config", "diff.relative", "true")
        for path in ["a", "sub/b"] { try sandbox.write(path, "2\n") }
        try sandbox.git("add", "--all")
        try sandbox.write("sub/c", "2\n")
        for path in ["d", "sub/e"] { try sandbox.write(path, "new\n") }
        let below = sandbox.url.appending(path: "sub")
        #expect(try sandbox.changes(in: below) == ["M a", "M sub/b"])
        #expect(try sandbox.changes(workingTree: true, in: below) == ["M a", "A d", "M sub/b", "M sub/c", "A sub/e"])
        #expect(try sandbox.entries(in: below) == ["a", "sub/b", "sub/c"])
        #expect(try sandbox.entries(workingTree: true, in: below) == ["a", "d", "sub/b", "sub/c", "sub/e"])
        let repository = try sandbox.repository(in: below)
        #expect(repository.prefix == Array("sub/".utf8))
        #expect(repository.root == FilePath(sandbox.url.path))
    }

    @Test func aPersonsConfigurationChangesNothing() throws {
        let sandbox = try GitSandbox()
        try sandbox.commit(["a": Self.long, "b": "1\n"])
        try sandbox.git("mv", "a", "c")
        try sandbox.write("b", "2\n")
        try sandbox.git("add", "--all")
        let expected = ["M b", "R a > c"]
        #expect(try sandbox.changes() == expected)
        #expect(try sandbox.changes(workingTree: true) == expected)
        for setting in [
            "diff.renames=false", "diff.renameLimit=0", "diff.noprefix=true", "color.ui=always", "core.quotePath=true",
            "diff.external=false", "core.pager=false", "diff.orderFile=nowhere", "core.abbrev=4",
            "diff.algorithm=patience",
            "core.fsmonitor=false", "diff.autoRefreshIndex=false", "diff.context=0", "status.showUntrackedFiles=no",
            "status.branch=true", "status.showStash=true", "status.renames=copies", "status.relativePaths=true",
        ] {
            let parts = setting.split(separator: "=").map(String.init)
            try sandbox.git("config", parts[0], parts[1])
        }
        #expect(try sandbox.changes() == expected)
        #expect(try sandbox.changes(workingTree: true) == expected)
        let odd = [
            "GIT_LITERAL_PATHSPECS": "1", "GIT_ICASE_PATHSPECS": "1", "GIT_EXTERNAL_DIFF": "false", "LANG": "de_DE",
        ]
        let told = try sandbox.repository(odd).comparison(base: nil, workingTree: true)
        #expect(GitSandbox.lines(told) == expected)
    }
}
