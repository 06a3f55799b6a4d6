import Foundation
import TallyTestSupport
import Testing

@testable import TallyVocabularies

@Suite struct JSONReaderTests {
    private static func tree(_ text: [UInt8]) throws -> JSONTree {
        try text.withBytes { span in
            try JSONTree(json: span)
        }
    }

    @Test func readsValuesOfEveryKind() throws {
        let text = #" {"a":[1,-2.5e3,true,false,null,"x\n\u00e9\ud83d\ude00\/"],"b":{},"c":[]} "#
        let tree = try Self.tree(Array(text.utf8))
        #expect(tree["a"]?.elements[0].integer == 1)
        #expect(tree["a"]?.elements[1] == .number("-2.5e3"))
        #expect(tree["a"]?.elements[5].string == "x\n\u{E9}\u{1F600}/")
        #expect(tree["b"] == .object([]))
        #expect(tree["c"] == .array([]))
        #expect(tree.members.map(\.name) == ["a", "b", "c"])
    }

    @Test(arguments: [
        "", " ", "{", "[1,]", "[,1]", "{\"a\"}", "{\"a\":}", "{\"a\":1,}", "{a:1}", "[1 2]", "01", "1.", "-", "1e",
        "+1",
        "tru", "nulls", "\"", "\"\\", "\"\\x\"", "\"\\u12\"", "\"\\ud800\"", "\"\\ud800\\u0041\"", "\"\\udc00\"",
        "\"\t\"", "1 1", "// x\n1", "\u{FEFF}1", "{\"a\":1,\"a\":2}", "]",
    ])
    func whatIsNotJSONIsRefused(text: String) {
        #expect(throws: VocabularyError.self) { try Self.tree(Array(text.utf8)) }
    }

    @Test func depthIsLimited() throws {
        func nested(_ depth: Int) -> [UInt8] {
            Array((String(repeating: "[", count: depth) + String(repeating: "]", count: depth)).utf8)
        }
        _ = try Self.tree(nested(JSONReader.depthLimit))
        #expect(throws: VocabularyError.self) { try Self.tree(nested(JSONReader.depthLimit + 1)) }
        #expect(throws: VocabularyError.self) { try Self.tree([UInt8](repeating: UInt8(ascii: "["), count: 1 << 20)) }
    }

    @Test func textThatIsNotUTF8IsRefused() {
        for bytes in [[0x22, 0xFF, 0x22], [0x22, 0xC0, 0x80, 0x22], [0x22, 0xED, 0xA0, 0x80, 0x22]] as [[UInt8]] {
            #expect(throws: VocabularyError.self) { try Self.tree(bytes) }
        }
    }

    @Test(arguments: ["1.0", "1e2", "-1", "12", "99999999999999999999", "\"1\""])
    func wholeNumbersAreWithinTheirRange(text: String) {
        Array(text.utf8).withBytes { span in
            _ = #expect(throws: VocabularyError.self) {
                var reader = try JSONReader(checking: span)
                _ = try reader.integer(span, in: 0...11)
            }
        }
    }

    /// Foundation's parser accepts what this one accepts.
    @Test func agreesWithFoundationOnMutations() {
        var generator = SeededGenerator(seed: TestEnvironment.seed)
        print("JSON mutations: seed \(TestEnvironment.seed)")
        let original = Array(#"{"a":[1,-0.5e+3,true,null,"x\n\u00e9"],"bb":{"c":"\ud83d\ude00é"}}"#.utf8)
        let alphabet = Array(#"{}[],:"\0123eE+-.utrfalsn x"#.utf8) + [0xC3, 0xA9, 0xFF, 0x00]
        for _ in 0..<5000 {
            var text = original
            for _ in 0..<Int.random(in: 1...3, using: &generator) {
                let place = Int.random(in: 0..<text.count, using: &generator)
                switch Int.random(in: 0..<3, using: &generator) {
                case 0: text[place] = alphabet.randomElement(using: &generator) ?? 0
                case 1: text.insert(alphabet.randomElement(using: &generator) ?? 0, at: place)
                default: text.removeSubrange(place..<min(text.count, place + 2))
                }
                if text.isEmpty { break }
            }
            guard (try? Self.tree(text)) != nil else { continue }
            let accepted = try? JSONSerialization.jsonObject(with: Data(text), options: .fragmentsAllowed)
            #expect(accepted != nil, "seed \(TestEnvironment.seed): \(String(decoding: text, as: UTF8.self))")
        }
    }
}
