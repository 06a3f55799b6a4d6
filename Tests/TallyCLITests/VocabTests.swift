import Foundation
import TallyEstimation
import Testing

@Suite struct VocabTests {
    private static let ranks = (UInt8.min...UInt8.max).map { [$0] } + ["bc", "abc"].map { Array($0.utf8) }

    private static let file = ranks.enumerated()
        .map { "\(Data($0.element).base64EncodedString()) \($0.offset)\n" }.joined()

    @Test func packsAFileIntoWhatTheLibraryTakes() throws {
        let folder = try TemporaryFolder()
        try folder.write("mine.tiktoken", Self.file)
        let result = try TallyBinary.run(["vocab", "pack", "mine.tiktoken", "-o", "mine.vocab"], in: folder.url)
        #expect(result.errors == "")
        #expect(result.output.hasPrefix("mine.vocab: 258 ids, "))
        #expect(result.status == 0)
        let packed = Array(try Data(contentsOf: folder.url.appending(path: "mine.vocab")))
        #expect(try Vocabulary(packed: packed).token(of: Array("abc".utf8)) == 257)
        #expect(try packed == Vocabulary(tokens: Self.ranks).packed)
        let left = try FileManager.default.contentsOfDirectory(atPath: folder.url.path)
        #expect(left.sorted().filter { $0.hasPrefix("mine") } == ["mine.tiktoken", "mine.vocab"])
    }

    @Test func answersAsJSON() throws {
        let folder = try TemporaryFolder()
        let result = try TallyBinary.run(
            ["vocab", "pack", "-", "--output", "x.vocab", "--format", "json"],
            text: Self.file,
            in: folder.url
        )
        #expect(result.output.hasPrefix(#"{"path":"x.vocab","ids":258,"bytes":"#))
    }

    @Test(arguments: [
        (["vocab", "pack", "none.tiktoken", "-o", "x"], "tally: none.tiktoken: no such file or directory"),
        (["vocab", "pack", "-", "-o", "x"], "tally: standard input: line 1: expected a token in Base64"),
    ])
    func saysWhatIsWrongAndWritesNothing(arguments: [String], message: String) throws {
        let folder = try TemporaryFolder()
        let result = try TallyBinary.run(arguments, text: "nonsense\n", in: folder.url)
        #expect(result.errors.hasPrefix(message))
        #expect(result.status == 3)
        #expect(!FileManager.default.fileExists(atPath: folder.url.appending(path: "x").path))
    }

    @Test func aFolderThatIsNotThereIsNamed() throws {
        let result = try TallyBinary.run(["vocab", "pack", "-", "-o", "/no/such/folder/x"], text: Self.file)
        #expect(result.errors.hasPrefix("tally: /no/such/folder/x: no such file or directory"))
        #expect(result.status == 3)
    }
}
