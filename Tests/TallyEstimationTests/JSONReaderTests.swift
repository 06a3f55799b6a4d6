import TallyTestSupport
import Testing

@testable import TallyEstimation

@Suite struct JSONReaderTests {
    private static func read(_ text: String) throws -> JSONTree {
        try JSONReader.read(Array(text.utf8))
    }

    @Test func readsEveryKindOfValue() throws {
        let tree = try Self.read(#" {"a": [1, -0.5e+3, true, false, null], "b": "x\n\u00e9\ud83d\ude00/\/", "a": 2} "#)
        #expect(tree["b"]?.string == "x\n\u{E9}\u{1F600}//")
        #expect(tree["a"]?.integer == 2)
        #expect(tree.members[0].value == .array([.number("1"), .number("-0.5e+3"), .bool(true), .bool(false), .null]))
    }

    @Test func halfASurrogatePairIsReplaced() throws {
        #expect(try Self.read(#""\ud83dx\ude00""#).string == "\u{FFFD}x\u{FFFD}")
    }

    @Test(arguments: [
        "", " ", "{", "[", "[1,]", "{\"a\":1,}", "{a:1}", "{\"a\" 1}", "01", "1.", "1e", "-", "+1", ".5", "tru", "nul",
        "\"", "\"\\x\"", "\"\\u12\"", "\"\u{01}\"", "1 2", "[1 2]", "{} {}", "'a'", "NaN", "// x\n1",
    ])
    func refusesWhatIsNoJSON(text: String) {
        #expect { try Self.read(text) } throws: { ($0 as? EstimationError)?.code == .malformedJSON }
    }

    @Test func depthIsLimited() throws {
        func nested(_ depth: Int) -> String {
            String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
        }
        _ = try Self.read(nested(200))
        #expect { try Self.read(nested(201)) } throws: { ($0 as? EstimationError)?.code == .malformedJSON }
        #expect(throws: EstimationError.self) { try Self.read(String(repeating: "[{\"a\":", count: 1_000_000)) }
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
            _ = try? JSONReader.read(Array(bytes.prefix(Int.random(in: 0...bytes.count, using: &generator))))
            _ = try? RequestBody(json: bytes)
        }
    }
}
