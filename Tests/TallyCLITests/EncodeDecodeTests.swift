import Foundation
import TallyTestSupport
import Testing

@Suite struct EncodeDecodeTests {
    @Test func printsIdsSeparatedByBlanks() throws {
        let result = try TallyBinary.run(["encode"], text: "hello world")
        #expect(result.output == "24912 2375\n")
        let object = try TallyBinary.run(["encode", "--format", "jsonl"], text: "hello world")
        #expect(object.output == #"{"path":"-","tokens":2,"ids":[24912,2375]}"# + "\n")
    }

    @Test func specialTokensAreTextUnlessAllowed() throws {
        let text = "<|endoftext|>"
        #expect(try TallyBinary.run(["encode"], text: text).output != "199999\n")
        #expect(try TallyBinary.run(["encode", "--allow-special", text], text: text).output == "199999\n")
        #expect(try TallyBinary.run(["encode", "--allow-special", "all"], text: text).output == "199999\n")
        #expect(try TallyBinary.run(["encode", "--allow-special", "<|x|>"], text: text).output != "199999\n")
    }

    @Test(arguments: ["o200k_base", "cl100k_base"])
    func decodingGivesBackTheSameBytes(encoding: String) throws {
        print("seed: \(TestEnvironment.seed) (set TALLY_SEED to repeat)")
        var source = AdversarialText(seed: TestEnvironment.seed)
        let text = (0..<200).map { _ in source.next() }.joined()
        let ids = try TallyBinary.run(["encode", "--encoding", encoding], text: text)
        let result = try TallyBinary.run(["decode", "--encoding", encoding], text: ids.output)
        #expect(result.outputBytes == Array(text.utf8))
        #expect(result.status == 0)
    }

    @Test func decodesArgumentsAndNothing() throws {
        #expect(try TallyBinary.run(["decode", "24912", "2375"]).output == "hello world")
        #expect(try TallyBinary.run(["decode", "24912 2375"]).output == "hello world")
        #expect(try TallyBinary.run(["decode"], text: " \n").output == "")
        let object = try TallyBinary.run(["decode", "24912", "--format", "json"])
        #expect(object.output == #"{"text":"hello","tokens":1,"encoding":"o200k_base","accuracy":"exact"}"# + "\n")
    }

    @Test func anUnknownTokenIsAnError() throws {
        let result = try TallyBinary.run(["decode", "999999999"])
        #expect(result.errors.hasPrefix("tally: decode: token 999999999 is not in o200k_base"))
        #expect(result.status == 3)
    }
}
