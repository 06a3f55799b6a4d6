import Foundation
import TallyTestSupport
import TallyTokenizer
import Testing

@testable import TallyVocabularies

/// Vocabularies of characters with byte fallback, against the library that each file belongs to.
@Suite(.enabled(if: ReferenceLibrary.isAvailable, "\(ReferenceLibrary.skipReason)")) struct CharacterModelTests {
    /// What cuts a text, and what looks as if it did.
    private static let marks = [
        " ", "  ", "   ", "     ", "\u{2581}", "\u{2581}\u{2581}", "\u{2581}\u{2581}\u{2581}", "<s>", "</s>", "<unk>",
        "<think>", "</think>", "[END]", "[IMG]", "[INST]", "\n\n", "\n\n\n", "\n", "é!", "th", "ß", "<0x41>", "<0xE2>",
        "the", "hello world", "the the", "> </", "\r\n", "\u{0}", "\u{E000}", "豈",
    ]

    private static func texts(_ count: Int, seed: UInt64) -> [String] {
        var adversarial = AdversarialText(seed: seed)
        var generator = SeededGenerator(seed: seed)
        return (0..<count).map { number in
            if number == 0 { return "" }
            var text = number % 3 == 0 ? "" : adversarial.next()
            for _ in 0..<Int.random(in: 0...6, using: &generator) {
                let mark = Self.marks.randomElement(using: &generator) ?? ""
                let place = Int.random(in: 0...3, using: &generator)
                switch place {
                case 0: text = mark + text
                case 1: text += mark
                default:
                    let offset = Int.random(in: 0...text.unicodeScalars.count, using: &generator)
                    let index = text.unicodeScalars.index(text.unicodeScalars.startIndex, offsetBy: offset)
                    text.unicodeScalars.insert(contentsOf: mark.unicodeScalars, at: index)
                }
            }
            return text
        }
    }

    private static func make(_ name: String, _ kind: String) throws -> URL {
        let url = FileManager.default.temporaryDirectory.appending(path: "tally-\(UUID().uuidString).\(kind)")
        try ReferenceLibrary.run("character_models.py", ["--make", name, url.path])
        return url
    }

    /// All of them together are more than 20,000 texts.
    @Test(arguments: [
        ("mistral_v1", "model"), ("mistral_v3", "model"), ("mistral_v7", "model"), ("symbols", "model"),
        ("runs", "model"), ("llama", "json"), ("mistral_json", "json"), ("replace", "json"),
        ("metaspace_always", "json"), ("metaspace_first", "json"), ("metaspace_never", "json"),
        ("metaspace_split", "json"), ("metaspace_first_split", "json"), ("prepend_metaspace", "json"),
    ])
    func idsAreThoseOfTheLibrary(name: String, kind: String) throws {
        let seed = TestEnvironment.seed
        print("TALLY_SEED=\(seed)")
        let url = try Self.make(name, kind)
        defer { try? FileManager.default.removeItem(at: url) }
        let file = try VocabularyFile(Array(Data(contentsOf: url)))
        let tokenizer = Tokenizer(try file.encoding(named: name))
        let texts = Self.texts(1_600, seed: seed)
        // Hugging Face's library always finds special tokens, SentencePiece never does.
        let allowed: SpecialTokens = kind == "json" ? .all : .none
        let expected = try ReferenceLibrary.ids(
            of: texts.map { Array($0.utf8) },
            encoding: url.path,
            script: "character_models.py"
        )
        #expect(expected.count == texts.count)
        for (text, ids) in zip(texts, expected) {
            let own = tokenizer.encode(text, allowing: allowed)
            #expect(own.map(\.rawValue) == ids, "seed \(seed), \(name), \(text.debugDescription)")
            guard own.map(\.rawValue) == ids else { return }
        }
        for text in texts.prefix(300) { Self.checkOtherWays(tokenizer, text, "seed \(seed), \(name)") }
    }

    /// Counting, streams and prefixes agree with encoding.
    private static func checkOtherWays(_ tokenizer: Tokenizer, _ text: String, _ comment: String) {
        let tokens = tokenizer.encode(text)
        #expect(tokenizer.count(text) == tokens.count, "\(comment), \(text.debugDescription)")
        var stream = tokenizer.stream()
        for scalar in text.unicodeScalars { stream.append(String(scalar)) }
        #expect(stream.count == tokens.count, "\(comment), \(text.debugDescription)")
        let prefix = tokenizer.prefix(of: text, maxTokens: tokens.count / 2)
        #expect(tokenizer.count(prefix) <= tokens.count / 2, "\(comment), \(text.debugDescription)")
    }

    @Test(arguments: [
        ("nfkc", "rules of its own (nfkc)"), ("no_fallback", "without byte fallback"), ("unigram", "unigram"),
        ("trimmed", "removes white space"),
    ])
    func modelsThatCantBeExactAreRefused(name: String, reason: String) throws {
        let url = try Self.make(name, "model")
        defer { try? FileManager.default.removeItem(at: url) }
        let content = Array(try Data(contentsOf: url))
        #expect { try VocabularyFile(content) } throws: { error in
            guard let error = error as? VocabularyError else { return false }
            return error.code == .unsupportedFile && error.message.contains(reason)
        }
    }
}
