import Foundation
import Testing

@testable import TallyCLI

@Suite(.needsGit) struct GitMergeTests {
    /// `main` with a and d changed; the branches `one` and `two` each with a change of their own and one to `a`.
    private static func sandbox() throws -> GitSandbox {
        let sandbox = try GitSandbox()
        let long = (1...30).map { "line \($0)\n" }.joined()
        try sandbox.commit(["a": long, "d": "1\n", "gone": "1\n", "old": long + "end\n"])
        try sandbox.git("checkout", "--quiet", "-b", "one")
        try sandbox.git("rm", "--quiet", "gone")
        try sandbox.git("mv", "old", "new")
        try sandbox.commit(["a": "top\n" + long, "b": "one\n"])
        try sandbox.git("checkout", "--quiet", "-b", "two", "main")
        try sandbox.commit(["c": "two\n"])
        try sandbox.git("checkout", "--quiet", "main")
        try sandbox.commit(["a": long + "bottom\n", "d": "main\n"])
        return sandbox
    }

    @Test func whatAMergeBringsUnchangedIsLeftOut() throws {
        let sandbox = try Self.sandbox()
        try sandbox.git("merge", "--quiet", "--no-commit", "one")
        // Merged from both sides, `a` is like neither.
        #expect(try sandbox.changes() == ["M a"])
        #expect(try sandbox.changes(workingTree: true) == ["M a"])
    }

    @Test func whatIsEditedInAMergeIsAChange() throws {
        let sandbox = try Self.sandbox()
        try sandbox.git("merge", "--quiet", "--no-commit", "one")
        try sandbox.write("b", "edited\n")
        try sandbox.write("e", "written in the merge\n")
        try sandbox.write("gone", "1\n")
        try sandbox.git("add", "--all")
        // That `gone` stays as it is in HEAD is no change.
        #expect(try sandbox.changes() == ["M a", "A b", "A e"])
        try sandbox.write("new", "on the disk only\n")
        #expect(try sandbox.changes() == ["M a", "A b", "A e"])
        #expect(try sandbox.changes(workingTree: true) == ["M a", "A b", "A e", "R old > new"])
    }

    @Test func anOctopusHasSeveralParents() throws {
        let sandbox = try Self.sandbox()
        try sandbox.git("checkout", "--quiet", "main~1")
        try sandbox.commit(["f": "1\n"])
        try sandbox.git("merge", "--quiet", "--no-commit", "one", "two")
        #expect(try sandbox.repository().mergeHeads().count == 2)
        #expect(try sandbox.changes() == [])
        try sandbox.write("c", "edited\n")
        try sandbox.git("add", "c")
        #expect(try sandbox.changes() == ["A c"])
    }

    @Test func aBaseInAMergeIsThatOfTheCommitToBe() throws {
        let sandbox = try Self.sandbox()
        try sandbox.git("checkout", "--quiet", "two")
        try sandbox.git("merge", "--quiet", "--no-commit", "main")
        #expect(try sandbox.changes(base: "main") == ["A c"])
        try sandbox.git("commit", "--quiet", "-m", "merged")
        #expect(try sandbox.changes(base: "main") == ["A c"])
        #expect(try sandbox.changes() == [])
    }

    @Test func conflictsAreTold() throws {
        let sandbox = try GitSandbox()
        try sandbox.commit(["both": "1\n", "ours": "1\n", "theirs": "1\n", "calm": "1\n"])
        try sandbox.git("checkout", "--quiet", "-b", "other")
        try sandbox.git("rm", "--quiet", "theirs")
        try sandbox.commit(["both": "other\n", "ours": "other\n", "twice": "other\n", "calm": "other\n"])
        try sandbox.git("checkout", "--quiet", "main")
        try sandbox.git("rm", "--quiet", "ours")
        try sandbox.commit(["both": "main\n", "theirs": "main\n", "twice": "main\n"])
        #expect(try sandbox.status("merge", "--quiet", "other") == 1)
        let expected = ["U both", "U ours", "U theirs", "U twice"]
        #expect(try sandbox.changes() == expected)
        // The commit to be would bring along what the other side did without a conflict.
        #expect(try sandbox.changes(base: "main~1") == ["M calm"] + expected)
        #expect(try sandbox.changes(workingTree: true) == expected)
        #expect(try sandbox.entries() == ["calm"])
        #expect(try sandbox.entries(workingTree: true) == ["calm"])
        try sandbox.write("both", "decided\n")
        try sandbox.git("add", "both")
        #expect(try sandbox.changes() == ["M both", "U ours", "U theirs", "U twice"])
    }

    @Test func aCherryPickIsAChangeLikeAnyOther() throws {
        let sandbox = try Self.sandbox()
        try sandbox.git("cherry-pick", "--no-commit", "two")
        #expect(try sandbox.changes() == ["A c"])
        try sandbox.git("reset", "--quiet", "--hard")
        try sandbox.commit(["c": "main\n"])
        #expect(try sandbox.status("cherry-pick", "two") == 1)
        #expect(try sandbox.changes() == ["U c"])
    }

    @Test func aSquashHasOneParent() throws {
        let sandbox = try Self.sandbox()
        try sandbox.git("merge", "--quiet", "--squash", "one")
        #expect(try sandbox.changes() == ["M a", "A b", "D gone", "R old > new"])
    }
}
