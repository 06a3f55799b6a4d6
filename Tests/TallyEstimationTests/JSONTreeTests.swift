import TallyTestSupport
import TallyVocabularies
import Testing

@testable import TallyEstimation

@Suite struct JSONTreeTests {
    private static func read(_ text: String) throws -> JSONTree {
        try JSONTree(reading: Array(text.utf8))
    }

    @Test func refusesWhatIsNoJSON() {
        #expect { try Self.read("[1,]") } throws: { ($0 as? EstimationError)?.code == .malformedJSON }
    }

    @Test func errorsCarryNoText() {
        #expect { try Self.read(#"{"secret prompt": "secret"#) } throws: { !"\($0)".contains("secret") }
    }

    @Test func whatIsWrittenIsReadAgain() throws {
        let text = #"{"a": ["\"\\\n\r\t\b\f\u001f", 1.50, {"é": "😀"}], "b": {}}"#
        let tree = try Self.read(text)
        #expect(try Self.read(tree.text(.spaced)) == tree)
        #expect(try Self.read(tree.text(.compact)) == tree)
        #expect(tree.text(.spaced) == text)
    }

    @Test func damagedTextNeverTraps() throws {
        let seed = TestEnvironment.seed
        print("damaged JSON, TALLY_SEED=\(seed)")
        var generator = SeededGenerator(seed: seed)
        let whole = Array(#"{"messages":[{"role":"user","content":[{"text":"a\u00e9\n"},-1.5e3,null,true]}]}"#.utf8)
        for _ in 0..<20_000 {
            var bytes = whole
            for _ in 0..<Int.random(in: 1...4, using: &generator) {
                bytes[Int.random(in: bytes.indices, using: &generator)] = UInt8.random(in: 0...255, using: &generator)
            }
            _ = try? RequestBody(json: Array(bytes.prefix(Int.random(in: 0...bytes.count, using: &generator))))
            _ = try? RequestBody(json: bytes)
        }
    }
}
