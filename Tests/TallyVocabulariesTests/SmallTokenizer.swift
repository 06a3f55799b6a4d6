import Foundation
import TallyTokenizer

/// A small `tokenizer.json`, whose parts a test changes.
struct SmallTokenizer {
    var normalizer = "null"
    var preTokenizer = #"{"type":"ByteLevel","add_prefix_space":false,"use_regex":true}"#
    var addedTokens: [String] = []
    var merges = ["h e", "l l", "he ll", "hell o", "Ġ w"]
    /// Names beyond the bytes, whose ids are 0 to 255.
    var tokens = ["he", "ll", "hell", "hello", "Ġw"]
    var options = #""byte_fallback":false,"dropout":null,"ignore_merges":false"#
    var pairs = false
    var removed: Set<Int> = []

    /// The characters of GPT-2's alphabet, in the order of the bytes.
    static let alphabet: [Character] = {
        var next: UInt32 = 0x100
        return (0..<256).map { byte in
            if (33...126).contains(byte) || (161...172).contains(byte) || (174...255).contains(byte) {
                return Character(Unicode.Scalar(UInt8(byte)))
            }
            defer { next += 1 }
            return Unicode.Scalar(next).map(Character.init) ?? "?"
        }
    }()

    static func quoted(_ text: String) -> String {
        "\"" + text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
    }

    static func added(_ content: String, _ id: Int, special: Bool = false, more: String = "") -> String {
        #"{"id":\#(id),"content":\#(Self.quoted(content)),"special":\#(special)\#(more)}"#
    }

    var json: String {
        let bytes = Self.alphabet.enumerated().filter { !self.removed.contains($0.offset) }
            .map { "\(Self.quoted(String($0.element))):\($0.offset)" }
        let more = self.tokens.enumerated().map { "\(Self.quoted($0.element)):\(256 + $0.offset)" }
        let merges = self.merges.map { merge in
            self.pairs
                ? "[" + merge.split(separator: " ").map { Self.quoted(String($0)) }.joined(separator: ",") + "]"
                : Self.quoted(merge)
        }
        return """
            {"version":"1.0","truncation":null,"added_tokens":[\(self.addedTokens.joined(separator: ","))],
            "normalizer":\(self.normalizer),"pre_tokenizer":\(self.preTokenizer),
            "model":{"type":"BPE",\(self.options),"vocab":{\((bytes + more).joined(separator: ","))},
            "merges":[\(merges.joined(separator: ","))]}}
            """
    }

    var content: [UInt8] { Array(self.json.utf8) }
}
