import Foundation
import Testing

/// `tally count --diff`, in real repositories.
@Suite(.needsGit) struct DifferenceCountTests {
    private func count(_ arguments: [String], in sandbox: GitSandbox) throws -> TallyBinary.Result {
        try TallyBinary.run(["count", "--diff"] + arguments, in: sandbox.url, environment: sandbox.environment)
    }

    private func sandbox() throws -> GitSandbox {
        let sandbox = try GitSandbox()
        try sandbox.commit(["a.txt": "Hello, world!\n", "x/b.txt": "one\n", "same.txt": "same\n", "gone.txt": "gone\n"])
        try sandbox.write("a.txt", "Hello, world! And more.\n")
        try sandbox.write("x/new.txt", "Hello, world!\n")
        try sandbox.write("x/binary", [0, 1])
        try sandbox.remove("gone.txt")
        return sandbox
    }

    @Test func countsWhatChanged() throws {
        let result = try self.count(["--quiet"], in: self.sandbox())
        let rows = result.output.split(separator: "\n").map { $0.split(separator: " ").joined(separator: " ") }
        #expect(
            rows == [
                "before after change path", "4 7 +3 a.txt", "2 - -2 gone.txt", "- 4 +4 x/new.txt", "6 11 +5 total",
            ]
        )
        #expect(result.status == 0 && result.errors == "")
    }

    @Test func pathsAndTotalsAreForScripts() throws {
        let sandbox = try self.sandbox()
        #expect(try self.count(["--total"], in: sandbox).output == "5\n")
        #expect(try self.count(["--total", "x"], in: sandbox).output == "4\n")
        #expect(try self.count(["--total", "same.txt"], in: sandbox).output == "0\n")
        let json = try self.count(["--format", "json"], in: sandbox)
        let object = try #require(JSONSerialization.jsonObject(with: Data(json.outputBytes)) as? [String: Any])
        #expect((object["total"] as? [String: Int])?["difference"] == 5)
        #expect((object["files"] as? [[String: Any]])?.count == 4)
    }

    @Test func comparesWithABranch() throws {
        let sandbox = try GitSandbox()
        try sandbox.commit(["a.txt": "one\n"])
        try sandbox.git("checkout", "--quiet", "-b", "topic")
        try sandbox.commit(["a.txt": "one two\n"])
        #expect(try self.count(["--total"], in: sandbox).output == "0\n")
        #expect(try self.count(["--total", "--base", "main"], in: sandbox).output == "1\n")
    }

    @Test func needsARepository() throws {
        let result = try self.count([], in: GitSandbox(nil))
        #expect(result.status == 2)
        #expect(result.errors.contains("there is no git repository here"))
    }

    @Test(arguments: [["--jsonl"], ["--text"], ["--no-ignore"]])
    func refusesWhatDoesNotGoTogether(flags: [String]) throws {
        #expect(try TallyBinary.run(["count", "--diff"] + flags).status == 2)
        #expect(try TallyBinary.run(["count", "--base", "main"]).status == 2)
    }
}
