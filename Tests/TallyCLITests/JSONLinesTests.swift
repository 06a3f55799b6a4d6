import Foundation
import TallyTestSupport
import TallyVocabularies
import Testing

@testable import TallyCLI

@Suite struct JSONLinesTests {
    @Test func answersEachLineInOrder() throws {
        let lines = (0..<3_000).map { #"{"id":\#($0),"text":"\#(String(repeating: "hello ", count: $0 % 7))"}"# }
        let result = try TallyBinary.run(["count", "--jsonl"], text: lines.joined(separator: "\n") + "\n")
        let expected = try (0..<7).map {
            try TallyBinary.run(["count", "--total"], text: String(repeating: "hello ", count: $0)).output
        }
        #expect(result.output == (0..<3_000).map { expected[$0 % 7] }.joined())
        #expect(result.status == 0)
    }

    @Test func aBadLineIsAnsweredInItsPlaceAndFailsAtTheEnd() throws {
        let text = #"{"text":"hello world"}"# + "\nnope\n{\"a\":1}\n\n{\"text\":7}\n" + #"{"text":"hello"}"#
        let result = try TallyBinary.run(["count", "--jsonl", "--format", "jsonl"], text: text)
        #expect(
            result.output == """
                {"line":1,"tokens":2}
                {"line":2,"error":"not JSON at column 2: expected a value"}
                {"line":3,"error":"no such field"}
                {"line":4,"error":"the line is empty"}
                {"line":5,"error":"the field is a number, not a string"}
                {"line":6,"tokens":1}

                """
        )
        #expect(
            result.errors.hasPrefix("tally: standard input:2: not JSON at column 2: expected a value\n  try: --field")
        )
        #expect(result.status == 3)
        #expect(try TallyBinary.run(["count", "--jsonl"], text: text).output == "2\n-\n-\n-\n-\n1\n")
        #expect(try TallyBinary.run(["count", "--jsonl", "--skip-invalid"], text: text).status == 0)
    }

    @Test(arguments: [
        ("text", #"{"text":"a\u00e9\ud83d\ude00\n\"\\\/"}"#, "aé😀\n\"\\/"),
        ("text", #"{"text":"\ud83d x \ude00 \ud83d\u0041"}"#, "\u{FFFD} x \u{FFFD} \u{FFFD}A"),
        ("text", #" { "text" : "first" , "text" : "last" } "#, "last"),
        ("a.b", #"{"a":{"b":"in"},"b":"out"}"#, "in"),
        ("messages.1.content", #"{"messages":[{"content":"x"},{"content":"y"}]}"#, "y"),
        (#"a\.b"#, #"{"a":{"b":"in"},"a.b":"dot"}"#, "dot"),
        ("text", #"{"te\u0078t":"escaped name"}"#, "escaped name"),
        ("0", #"["first","second"]"#, "first"),
        ("text", #"{"n":[1,-0.5e+3,true,false,null,{}],"text":""}"#, ""),
    ])
    func findsTheText(field: String, line: String, expected: String) throws {
        #expect(try Self.text(field, line) == expected)
    }

    @Test(arguments: [
        ("{", JSONLineError.malformed(column: 2, expected: "a name in quotes")),
        (#"{"text":"a"} x"#, .malformed(column: 14, expected: "the end of the line")),
        (#"{"text":"a",}"#, .malformed(column: 13, expected: "a name in quotes")),
        (#"{"text":01}"#, .malformed(column: 10, expected: "',' or '}'")),
        (#"{"text":.5}"#, .malformed(column: 9, expected: "a value")),
        (#"{"text":"\x"}"#, .malformed(column: 11, expected: "an escape")),
        (#"{"text":"\u12g4"}"#, .malformed(column: 14, expected: "four hexadecimal digits")),
        ("{\"text\":\"a\tb\"}", .malformed(column: 11, expected: "an escaped control character")),
        (#"{"text":"a"#, .malformed(column: 11, expected: "'\"'")),
        (#"{"text":null}"#, .notAString(kind: "null")),
        (#"{"text":{"text":"x"}}"#, .notAString(kind: "an object")),
        (#"{"other":{"text":"x"}}"#, .missingField),
        (#"{"text":"x","text":1}"#, .notAString(kind: "a number")),
        (" ", .blank),
        (String(repeating: "[", count: 600), .tooDeep(limit: 512)),
    ])
    func saysWhatIsWrong(line: String, expected: JSONLineError) {
        #expect(throws: expected) { try Self.text("text", line) }
    }

    @Test func readsBackWhatAnyWriterEscapes() throws {
        print("seed: \(TestEnvironment.seed) (set TALLY_SEED to repeat)")
        var generator = SeededGenerator(seed: TestEnvironment.seed)
        var source = AdversarialText(seed: TestEnvironment.seed)
        for _ in 0..<TestEnvironment.fuzzCount {
            let text = source.next()
            let line = #"{"x":[{"text":"no"}],"text":"\#(Self.escape(text, &generator))","y":{"text":0}}"#
            #expect(try Self.text("text", line) == text, "\(line.debugDescription)")
            let cut = Int.random(in: 1..<line.utf8.count, using: &generator)
            #expect(throws: JSONLineError.self) {
                try Self.text("text", String(decoding: line.utf8.prefix(cut), as: UTF8.self))
            }
        }
    }

    private static func text(_ field: String, _ line: String) throws -> String {
        let path = try #require(JSONFieldPath(field))
        return try Array(line.utf8).withBytes { bytes in
            let (content, hasEscapes) = try JSONFieldScanner.find(path, in: bytes)
            var decoded: [UInt8] = []
            JSONStringDecoder.decode(bytes.extracting(content), into: &decoded)
            #expect(hasEscapes || decoded.count == content.count)
            return String(decoding: decoded, as: UTF8.self)
        }
    }

    /// Writes a string's content as JSON, escaping at random what need not be escaped.
    private static func escape(_ text: String, _ generator: inout SeededGenerator) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            let mustEscape = scalar.value < 0x20 || scalar == "\"" || scalar == "\\"
            if mustEscape || Int.random(in: 0..<4, using: &generator) == 0 {
                for unit in String(scalar).utf16 {
                    let digits = String(unit, radix: 16, uppercase: Bool.random(using: &generator))
                    result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
                }
            } else {
                result.unicodeScalars.append(scalar)
            }
        }
        return result
    }
}
