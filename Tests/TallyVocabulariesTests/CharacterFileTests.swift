import Foundation
import TallyTestSupport
import TallyTokenizer
import Testing

@testable import TallyVocabularies

/// Small vocabularies of characters in `Fixtures`, and what their libraries make of some texts.
///
/// `.reference/bin/python Tests/Reference/character_models.py --golden Tests/TallyVocabulariesTests/Fixtures` made them.
enum CharacterFixture {
    static func content(of name: String) throws -> [UInt8] {
        let folder = TestEnvironment.root.appending(path: "Tests/TallyVocabulariesTests/Fixtures")
        return Array(try Data(contentsOf: folder.appending(path: name)))
    }

    /// The `.json` with some of its parts, named by their paths, replaced.
    static func json(_ parts: [String: Any]) throws -> [UInt8] {
        let object = try JSONSerialization.jsonObject(with: Data(Self.content(of: "characters.json")))
        var root = try #require(object as? [String: Any])
        for (path, value) in parts {
            if path.hasPrefix("model.") {
                var model = try #require(root["model"] as? [String: Any])
                model[String(path.dropFirst(6))] = value
                root["model"] = model
            } else {
                root[path] = value
            }
        }
        return Array(try JSONSerialization.data(withJSONObject: root))
    }
}

@Suite struct CharacterFileTests {
    private struct Golden: Decodable {
        let file: String
        let text: String
        let ids: [UInt32]
    }

    private static func encoding(_ content: [UInt8]) throws -> TokenEncoding {
        try VocabularyFile(content).encoding(named: "small")
    }

    @Test(arguments: ["characters.model", "characters.json"])
    func idsAreThoseOfTheLibrary(name: String) throws {
        let tokenizer = Tokenizer(try Self.encoding(CharacterFixture.content(of: name)))
        let lines = try CharacterFixture.content(of: "characters-ids.jsonl").split(separator: UInt8(ascii: "\n"))
        let goldens = try lines.map { try JSONDecoder().decode(Golden.self, from: Data($0)) }.filter { $0.file == name }
        #expect(goldens.count > 15)
        for golden in goldens {
            let tokens = tokenizer.encode(golden.text)
            #expect(tokens.map(\.rawValue) == golden.ids, "\(golden.text.debugDescription)")
            #expect(tokenizer.count(golden.text) == tokens.count)
        }
    }

    @Test func filesSayWhatTheyHold() throws {
        let model = try VocabularyFile(CharacterFixture.content(of: "characters.model"))
        #expect(model.format == .sentencePiece)
        #expect(model.prefixSpace == .text)
        #expect(Set(model.specialTokens.keys) == ["<unk>", "<s>", "</s>"])
        #expect(Set(model.atoms.keys) == ["<think>", "\n\n"])
        let json = try VocabularyFile(CharacterFixture.content(of: "characters.json"))
        #expect(json.format == .huggingFace)
        #expect(json.prefixSpace == .stretches)
        #expect(json.specialTokens == model.specialTokens)
        #expect(json.atoms == model.atoms)
    }

    /// The library puts a space before each stretch between added tokens, SentencePiece one before the text.
    @Test func prefixSpacesDependOnTheLibrary() throws {
        let model = Tokenizer(try Self.encoding(CharacterFixture.content(of: "characters.model")))
        let json = Tokenizer(try Self.encoding(CharacterFixture.content(of: "characters.json")))
        let think = try #require(model.encode("<think>").last)
        let (a, space) = (model.encode("a"), model.encode(" ").count)
        #expect(space > 0)
        #expect(json.encode("<think>a<think>a") == [think] + a + [think] + a)
        #expect(model.encode("<think>a").prefix(2).last == think)
        #expect(model.encode("<think>a").count == json.encode("<think>a").count + 1 || a.count == 2)
        #expect(json.encode("<s>a</s>a", allowing: .all) == [1] + a + [2] + a)
    }

    @Test(arguments: [
        ("normalizer", #"{"type":"NFKC"}"#, "the normalizer NFKC"),
        ("normalizer", #"{"type":"Prepend","prepend":"_"}"#, "the normalizer Prepend"),
        ("normalizer", #"{"type":"Prepend","prepend":"\u2581"}"#, "takes spaces as they are"),
        ("normalizer", #"{"type":"Replace","pattern":{"Regex":" "},"content":"\u2581"}"#, "the normalizer Replace"),
        ("pre_tokenizer", #"{"type":"Whitespace"}"#, "the pre-tokenizer Whitespace"),
        ("pre_tokenizer", #"{"type":"ByteLevel"}"#, "falls back to bytes"),
        ("pre_tokenizer", #"{"type":"Metaspace","replacement":"_"}"#, "U+2581"),
        ("pre_tokenizer", #"{"type":"Metaspace","replacement":"\u2581","add_prefix_space":false}"#, "differ"),
        ("pre_tokenizer", #"{"type":"Metaspace","replacement":"\u2581","prepend_scheme":"x"}"#, "'prepend_scheme' x"),
        ("model.dropout", "0.1", "dropout"),
        ("model.vocab", #"{"a":0}"#, "the added token"),
        ("model.merges", #"[["<","0x41>"]]"#, "not in the vocabulary"),
        (
            "added_tokens", #"[{"id":900,"content":"<x>","special":false,"normalized":true}]"#,
            "<x>, which is rewritten like text"
        ),
        ("added_tokens", #"[{"id":900,"content":"a b","special":false,"normalized":false}]"#, "white space in it"),
        ("added_tokens", #"[{"id":5,"content":"<x>","special":false,"normalized":false}]"#, "the id of an ordinary"),
    ])
    func whatCantBeExactIsRefused(part: String, value: String, reason: String) throws {
        let value = try JSONSerialization.jsonObject(with: Data(value.utf8), options: .fragmentsAllowed)
        let content = try CharacterFixture.json([part: value])
        #expect { try VocabularyFile(content) } throws: { error in
            (error as? VocabularyError)?.message.contains(reason) == true
        }
    }

    /// "aaa" is made of "aa" and "a" in the order of tokens; a list that has it of "a" and "aa" alone never makes it.
    @Test func mergesByOtherPartsAreRefused() throws {
        var vocabulary: [String: Int] = ["<unk>": 256, "a": 257, "aa": 258, "aaa": 259]
        for byte in 0..<256 { vocabulary[String(format: "<0x%02X>", byte)] = byte }
        func file(_ merges: [[String]]) throws -> [UInt8] {
            try CharacterFixture.json(["model.vocab": vocabulary, "model.merges": merges, "added_tokens": [Any]()])
        }
        let encoding = try Self.encoding(file([["a", "aa"], ["a", "a"], ["aa", "a"]]))
        #expect(Tokenizer(encoding).encode("aaa").last == 259)
        #expect { try VocabularyFile(file([["a", "a"], ["a", "aa"]])) } throws: { error in
            (error as? VocabularyError)?.message.contains("other parts") == true
        }
    }
}
