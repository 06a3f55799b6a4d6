import Foundation
import TallyTestSupport
import TallyTokenizer
import Testing

@testable import TallyVocabularies

/// tekken.json and SentencePiece's models, and what becomes of damaged files of every format.
@Suite struct OtherFormatsTests {
    private static func tekken(specials: String = "") -> [UInt8] {
        let tokens = (UInt8.min...UInt8.max).map { [$0] } + ["he", "ll", "hell", "never"].map { Array($0.utf8) }
        let list = tokens.enumerated().map {
            #"{"rank":\#($0.offset),"token_bytes":"\#(Data($0.element).base64EncodedString())","token_str":null}"#
        }
        let known = SmallTokenizer.quoted(KnownSplit.named("tekken")?.spellings[0][0] ?? "")
        return Array(
            """
            {"config":{"pattern":\(known),"num_vocab_tokens":260,"default_vocab_size":289,
            "default_num_special_tokens":30,"version":"v3"},\(specials)"vocab":[\(list.joined(separator: ","))]}
            """.utf8
        )
    }

    /// A message of a SentencePiece model; `kind` is 1 for unigram, 2 for byte pair encoding.
    private static func model(kind: UInt8) -> [UInt8] {
        func field(_ number: UInt8, _ content: [UInt8]) -> [UInt8] {
            [number << 3 | 2, UInt8(content.count)] + content
        }
        let pieces = ["<unk>", "<s>", "\u{2581}a", "b"].enumerated().flatMap { index, text in
            field(
                1,
                field(1, Array(text.utf8)) + [2 << 3 | 5, 0, 0, 0, 0xBF, 3 << 3, index < 2 ? UInt8(index + 2) : 1]
            )
        }
        // trainer_spec: model_type = 3, byte_fallback = 35.
        return pieces + field(2, [3 << 3, kind, 0x98, 0x02, 1]) + field(3, [3 << 3, 1])
    }

    @Test func idsOfTekkenAreRanksBehindTheSpecialTokens() throws {
        let file = try VocabularyFile(Self.tekken())
        #expect(file.format == .tekken)
        let tokenizer = Tokenizer(try file.encoding(named: "small"))
        #expect(tokenizer.encode("hell 1") == [288, 62, 79])
        // The last of the list is behind the vocabulary's size.
        #expect(tokenizer.encode("never").count == 5)
        #expect(file.specialTokens["[INST]"] == 3)
        #expect(file.specialTokens["<SPECIAL_29>"] == 29)
        #expect(file.specialTokens.count == 30)
    }

    @Test func listedSpecialTokensAreTaken() throws {
        let specials = #""special_tokens":[{"rank":0,"token_str":"<unk>"},{"rank":1,"token_str":"[X]"}],"#
        let file = try VocabularyFile(Self.tekken(specials: specials))
        #expect(file.specialTokens["[X]"] == 1)
        #expect(file.specialTokens["<SPECIAL_2>"] == 2)
    }

    @Test func modelsOfSentencePieceAreToldApartAndRefused() throws {
        for (kind, reason) in [(UInt8(2), "removes white space"), (1, "unigram")] {
            #expect { try VocabularyFile(Self.model(kind: kind)) } throws: { error in
                guard let error = error as? VocabularyError else { return false }
                return error.code == .unsupportedFile && error.message.contains(reason)
            }
        }
        let model = try SentencePieceModel(Self.model(kind: 2))
        #expect(model.pieces.map(\.kind) == [.unknown, .control, .normal, .normal])
        #expect(model.pieces[2].score == -0.5)
        #expect(model.fallsBackToBytes)
    }

    @Test(arguments: ["huggingFace", "tekken", "sentencePiece", "tiktoken", "characters.model", "characters.json"])
    func aDamagedFileOfAnyFormatGivesAnErrorOrAnEncoding(format: String) throws {
        var generator = SeededGenerator(seed: TestEnvironment.seed)
        print("damaged \(format): seed \(TestEnvironment.seed)")
        let tiktoken = (UInt8.min...UInt8.max).map { "\(Data([$0]).base64EncodedString()) \($0)\n" }.joined()
        let original: [UInt8] =
            switch format {
            case "huggingFace": SmallTokenizer().content
            case "tekken": Self.tekken()
            case "sentencePiece": Self.model(kind: 2)
            case "characters.model", "characters.json": try CharacterFixture.content(of: format)
            default: Array(tiktoken.utf8)
            }
        // The fixtures are much larger than the others.
        for round in 0..<(format.hasPrefix("characters") ? 200 : 400) {
            var content = original
            let place = Int.random(in: 0..<content.count, using: &generator)
            switch round % 4 {
            case 0: content.removeSubrange(place...)
            case 1: content[place] ^= 1 << UInt8.random(in: 0..<8, using: &generator)
            case 2: content.removeSubrange(place..<min(content.count, place + 9))
            default: content.insert(contentsOf: content[place..<min(content.count, place + 40)], at: place)
            }
            do {
                // What is still a file must still work.
                var file = try VocabularyFile(content)
                if file.split == nil { file.split = VocabularyFile.split(named: "cl100k") }
                let tokenizer = Tokenizer(try file.encoding(named: "damaged"))
                #expect(try tokenizer.decode(tokenizer.encode("hello, wörld")).utf8.count > 0)
            } catch let error as VocabularyError {
                #expect(!error.message.isEmpty)
            }
        }
    }
}
