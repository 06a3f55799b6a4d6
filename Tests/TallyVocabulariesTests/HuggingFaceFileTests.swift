import TallyTokenizer
import Testing

@testable import TallyVocabularies

@Suite struct HuggingFaceFileTests {
    private func tokenizer(_ small: SmallTokenizer) throws -> Tokenizer {
        Tokenizer(try VocabularyFile(small.content).encoding(named: "small"))
    }

    /// The ids are those of `tokenizers` 0.23.3 for the same file.
    @Test(arguments: [false, true])
    func mergesAsTheListSays(pairs: Bool) throws {
        var small = SmallTokenizer()
        small.pairs = pairs
        let tokenizer = try self.tokenizer(small)
        #expect(tokenizer.encode("hello wold, shell") == [259, 260, 111, 108, 100, 44, 32, 115, 258])
        #expect(try tokenizer.decode(tokenizer.encode("hello Grüße \u{1F600}")) == "hello Grüße \u{1F600}")
    }

    @Test func aTokenThatNoMergeGivesIsNeverFound() throws {
        var small = SmallTokenizer()
        small.tokens.append("world")
        #expect(try self.tokenizer(small).encode("world") == [119, 111, 114, 108, 100])
        small.options = #""ignore_merges":true"#
        #expect(try self.tokenizer(small).encode("world") == [261])
    }

    @Test func addedTokensThatAreNotSpecialAreAtoms() throws {
        var small = SmallTokenizer()
        small.addedTokens = [
            SmallTokenizer.added("<think>", 300), SmallTokenizer.added("<think>x", 301),
            SmallTokenizer.added("hello", 302), SmallTokenizer.added("[END]", 303, special: true),
        ]
        let tokenizer = try self.tokenizer(small)
        #expect(tokenizer.encode("a<think>ll") == [97, 300, 257])
        #expect(tokenizer.encode("<think>x<think>") == [301, 300])
        #expect(tokenizer.encode("hellohell") == [302, 258])
        #expect(tokenizer.encode("[END]").count == 5)
        #expect(tokenizer.encode("[END]<think>", allowing: .all) == [303, 300])
        #expect(tokenizer.count("ll<think>ll") == 3)
        #expect(try tokenizer.decode([300, 302, 303]) == "<think>hello[END]")
    }

    @Test(arguments: [("NFC", "hell\u{FB01}"), ("NFKC", "hellfi")])
    func normalizesAsTheFileSays(form: String, expected: String) throws {
        var small = SmallTokenizer()
        small.normalizer = #"{"type":"\#(form)"}"#
        let tokenizer = try self.tokenizer(small)
        #expect(try tokenizer.decode(tokenizer.encode("hell\u{FB01}e\u{301}")) == expected + "\u{E9}")
    }

    /// As `tokenizers` 0.23.3 does: what starts first is found first, special or not.
    @Test func atomsAndSpecialTokensMayOverlap() throws {
        var small = SmallTokenizer()
        small.addedTokens = [
            SmallTokenizer.added("]<]m[>[", 300), SmallTokenizer.added("[e~[", 301, special: true),
            SmallTokenizer.added("]~b]", 302, special: true),
        ]
        let tokenizer = try self.tokenizer(small)
        #expect(tokenizer.encode("x]<]m[>[e~[", allowing: .all) == [120, 300, 101, 126, 91])
        #expect(tokenizer.encode("]~b]<]m[>[e~[", allowing: .all) == [302, 60, 93, 109, 91, 62, 301])
        #expect(tokenizer.encode("]~b]]<]m[>[", allowing: .all) == [302, 300])
        #expect(tokenizer.encode("]<]m[>[e~[") == [300, 101, 126, 91])
        #expect(tokenizer.encoding.specialTokens.count == 2)
    }

    @Test func bytesThatNoUTF8HasMayBeMissing() throws {
        var small = SmallTokenizer()
        small.removed = [0xC0, 0xC1, 0xF5, 0xFF]
        #expect(try self.tokenizer(small).encode("hello") == [259])
        small.removed = [0x41]
        #expect(throws: VocabularyError.self) { try self.tokenizer(small) }
    }

    @Test func splitsInPasses() throws {
        var small = SmallTokenizer()
        small.preTokenizer = #"""
            {"type":"Sequence","pretokenizers":[
            {"type":"Split","pattern":{"String":"ll"},"behavior":"Isolated","invert":false},
            {"type":"ByteLevel","add_prefix_space":false,"use_regex":true}]}
            """#
        #expect(try self.tokenizer(small).encode("hello w") == [256, 257, 111, 260])
        small.preTokenizer = small.preTokenizer.replacing("Isolated", with: "Removed")
        #expect(try self.tokenizer(small).encode("hello w") == [256, 111, 260])
        small.preTokenizer = small.preTokenizer.replacing(#""invert":false"#, with: #""invert":true"#)
        #expect(try self.tokenizer(small).encode("hello w") == [257])
    }

    @Test(arguments: [
        ("options", #""byte_fallback":true"#, "falls back to bytes"),
        ("options", #""dropout":0.1"#, "dropout"),
        ("options", #""end_of_word_suffix":"</w>""#, "end_of_word_suffix"),
        ("normalizer", #"{"type":"Lowercase"}"#, "the normalizer Lowercase"),
        ("normalizer", #"{"type":"Sequence","normalizers":[{"type":"NFC"},{"type":"NFKC"}]}"#, "2 steps"),
        ("preTokenizer", "null", "without pre-tokenizer"),
        ("preTokenizer", #"{"type":"Metaspace"}"#, "Metaspace"),
        ("preTokenizer", #"{"type":"ByteLevel"}"#, "add_prefix_space"),
        (
            "preTokenizer",
            #"{"type":"Sequence","pretokenizers":[{"type":"Split","pattern":{"Regex":"\\h"},"behavior":"Isolated"}]}"#,
            #"'\h'"#
        ),
        (
            "preTokenizer",
            #"{"type":"Sequence","pretokenizers":[{"type":"Split","pattern":{"Regex":"x"},"behavior":"Contiguous"}]}"#,
            "Contiguous"
        ),
    ])
    func whatCantBeExactIsRefused(
        part: String,
        value: String,
        reason: String
    ) throws {
        var small = SmallTokenizer()
        switch part {
        case "options": small.options = value
        case "normalizer": small.normalizer = value
        default: small.preTokenizer = value
        }
        #expect { try VocabularyFile(small.content) } throws: { error in
            guard let error = error as? VocabularyError else { return false }
            return error.code == .unsupportedFile && error.message.contains(reason)
        }
    }

    @Test func anOtherOrderOfMergesIsRefused() throws {
        var small = SmallTokenizer()
        small.merges = ["l l", "h e", "he ll", "hell o", "Ġ w"]
        #expect { try VocabularyFile(small.content) } throws: { error in
            (error as? VocabularyError)?.message.contains("not in the order of the merges: merge 2") == true
        }
    }

    @Test func mergesByOtherPartsAreRefused() throws {
        var small = SmallTokenizer()
        // In the order of ids "hell" comes of "he" and "ll"; this list has it of parts that never meet.
        small.tokens = ["he", "ll", "ell", "hell"]
        small.merges = ["h e", "l l", "e ll", "h ell"]
        #expect { try VocabularyFile(small.content) } throws: { error in
            (error as? VocabularyError)?.message.contains("other parts") == true
        }
    }

    @Test(arguments: [
        (#""single_word":true"#, "single_word"), (#""lstrip":true"#, "lstrip"), (#""rstrip":true"#, "rstrip"),
    ])
    func addedTokensThatTakeTheirSurroundingsAreRefused(flag: String, reason: String) {
        var small = SmallTokenizer()
        small.addedTokens = [SmallTokenizer.added("<x>", 300, more: "," + flag)]
        #expect { try VocabularyFile(small.content) } throws: { error in
            (error as? VocabularyError)?.message.contains(reason) == true
        }
    }

    /// The library looks for the normalized ones behind the others.
    @Test func normalizedAtomsThatOverlapWithSpecialTokensAreRefused() {
        var small = SmallTokenizer()
        small.addedTokens = [
            SmallTokenizer.added("<x>", 300, more: #","normalized":true"#),
            SmallTokenizer.added(">y", 301, special: true),
        ]
        #expect(throws: VocabularyError.self) { try VocabularyFile(small.content) }
    }

    @Test(arguments: [
        ("{}", "neither a tokenizer.json"), (#"{"model":{}}"#, "without pre-tokenizer"), ("{", "expected a name"),
        (#"{"model":1,"model":2}"#, "'model' is given twice"), ("{\"a\":\"\u{1}\"}", "control character"),
    ])
    func aDamagedFileIsRefused(content: String, reason: String) {
        #expect { try VocabularyFile(Array(content.utf8)) } throws: { error in
            (error as? VocabularyError)?.message.contains(reason) == true
        }
    }
}
