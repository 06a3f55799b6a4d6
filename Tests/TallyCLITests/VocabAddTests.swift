import Foundation
import TallyEstimation
import TallyTestSupport
import Testing

/// `tally vocab add`, `list` and `verify`, and what uses what they install.
@Suite struct VocabAddTests {
    private static let file: String = {
        let ranks = (UInt8.min...UInt8.max).map { [$0] } + ["bc", "abc"].map { Array($0.utf8) }
        return ranks.enumerated().map { "\(Data($0.element).base64EncodedString()) \($0.offset)\n" }.joined()
    }()

    private let folder: TemporaryFolder

    init() throws {
        self.folder = try TemporaryFolder()
        try self.folder.write("mine.tiktoken", Self.file)
    }

    private func run(_ arguments: [String], input: String = "") throws -> TallyBinary.Result {
        try TallyBinary.run(
            arguments,
            input: Array(input.utf8),
            in: self.folder.url,
            environment: ["TALLY_VOCABULARIES": self.folder.url.appending(path: "cache/vocabularies").path]
        )
    }

    private func add(_ more: [String] = []) throws -> TallyBinary.Result {
        try self.run(["vocab", "add", "mine.tiktoken", "--pattern", "cl100k", "--special", "<|end|>=300"] + more)
    }

    @Test func anInstalledVocabularyIsAnEncoding() throws {
        #expect(try self.add().output == "mine: 258 ids, 1 special tokens, tiktoken\n")
        #expect(
            try self.run(["encode", "--encoding", "mine"], input: "abc d<|end|>").output.hasPrefix("257 32 100 60")
        )
        let special = try self.run(["encode", "--encoding", "mine", "--allow-special", "all"], input: "abc<|end|>")
        #expect(special.output == "257 300\n")
        #expect(try self.run(["decode", "257", "300", "--encoding", "mine"]).output == "abc<|end|>")
        #expect(try self.run(["count", "--total", "--encoding", "mine"], input: "abcd").output == "2\n")
    }

    @Test(arguments: [("model", "sentencePiece"), ("json", "huggingFace")])
    func vocabulariesOfCharactersAreInstalled(kind: String, format: String) throws {
        let fixtures = TestEnvironment.root.appending(path: "Tests/TallyVocabulariesTests/Fixtures")
        let file = fixtures.appending(path: "characters.\(kind)").path
        let added = try self.run(["vocab", "add", file, "--name", "small"])
        #expect(added.output == "small: 480 ids, 3 special tokens, \(format)\n")
        #expect(try self.run(["vocab", "verify"]).status == 0)
        let text = "def main<think>, 你好"
        let encoded = try self.run(["encode", "--encoding", "small"], input: text).output
        let ids = encoded.split(whereSeparator: \.isWhitespace).map(String.init)
        #expect(ids.count > 8)
        #expect(try self.run(["count", "--total", "--encoding", "small"], input: text).output == "\(ids.count)\n")
        let decoded = try self.run(["decode", "--encoding", "small"] + ids).output
        #expect(decoded == (kind == "json" ? "def main<think> , 你好" : text))
        let pattern = try self.run(["vocab", "add", file, "--name", "other", "--pattern", "cl100k"])
        #expect(pattern.status == 2)
    }

    @Test func listsAndVerifies() throws {
        #expect(try self.run(["vocab", "list"]).output == "")
        _ = try self.add()
        let listed = try self.run(["vocab", "list", "--format", "jsonl"])
        #expect(listed.output.hasPrefix(#"{"name":"mine","format":"tiktoken","ids":258,"special":1,"atoms":0,"#))
        let verified = try self.run(["vocab", "verify"])
        #expect(verified.output.contains("intact"))
        #expect(verified.status == 0)
        #expect(try self.run(["vocab", "verify", "other"]).status == 2)
    }

    @Test func damageIsFoundBeforeAnythingIsCounted() throws {
        _ = try self.add()
        let cache = self.folder.url.appending(path: "cache/vocabularies")
        let names = try FileManager.default.contentsOfDirectory(atPath: cache.path)
        let packed = cache.appending(path: try #require(names.first { $0.hasSuffix(".vocab") }))
        var bytes = try Data(contentsOf: packed)
        bytes[bytes.count / 2] ^= 1
        try bytes.write(to: packed)
        let counted = try self.run(["count", "--encoding", "mine"], input: "x")
        #expect(counted.errors.contains("it is not what was installed"))
        #expect(counted.status == 3)
        let verified = try self.run(["vocab", "verify"])
        #expect(verified.output.contains("damaged: its SHA-256"))
        #expect(verified.status == 1)
        try Data("{".utf8).write(to: cache.appending(path: "mine.json"))
        #expect(try self.run(["vocab", "list"]).status == 3)
        #expect(try self.run(["count", "--encoding", "mine"], input: "x").status == 3)
        #expect(try self.add(["--replace"]).status == 0)
        #expect(try self.run(["vocab", "verify"]).status == 0)
    }

    @Test func replacingLeavesOneFile() throws {
        _ = try self.add()
        #expect(try self.add().errors.contains("already installed"))
        try self.folder.write("mine.tiktoken", Self.file + "\(Data("xyz".utf8).base64EncodedString()) 258\n")
        #expect(try self.add(["--replace"]).status == 0)
        let cache = self.folder.url.appending(path: "cache/vocabularies").path
        #expect(try FileManager.default.contentsOfDirectory(atPath: cache).count == 2)
        #expect(try self.run(["encode", "--encoding", "mine"], input: "xyz").output == "258\n")
    }

    @Test(arguments: [
        (["mine.tiktoken"], "does not say how text is split", 2),
        (["mine.tiktoken", "--pattern", "cl100k", "--name", "a/b"], "a name has letters", 2),
        (["mine.tiktoken", "--pattern", "cl100k", "--name", "o200k_base"], "built in", 2),
        (["mine.tiktoken", "--pattern", "cl100k", "--special", "x"], "--special", 2),
        (["mine.tiktoken", "--pattern", "cl100k", "--special", "x=1"], "is an ordinary token", 3),
        (["none.tiktoken"], "no such file", 3),
        (["-", "--name", "x"], "no token for byte 0", 3),
    ])
    func saysWhatIsWrongAndInstallsNothing(arguments: [String], message: String, status: Int32) throws {
        let result = try self.run(["vocab", "add"] + arguments)
        #expect(result.errors.contains(message))
        #expect(result.status == status)
        #expect(!FileManager.default.fileExists(atPath: self.folder.url.appending(path: "cache/vocabularies").path))
    }
}
