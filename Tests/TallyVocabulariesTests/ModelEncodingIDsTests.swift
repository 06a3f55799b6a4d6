import Foundation
import TallyTestSupport
import TallyTokenizer
import Testing

@testable import TallyVocabularies

/// One line of `Fixtures/golden-model-ids.jsonl`, which `Tests/Reference/golden_model_ids.py` makes.
private struct GoldenIDs: Decodable {
    let bytes: String
    let ids: [String: [UInt32]]

    var text: [UInt8] {
        stride(from: 0, to: self.bytes.utf8.count, by: 2).compactMap {
            let start = self.bytes.index(self.bytes.startIndex, offsetBy: $0)
            return UInt8(self.bytes[start...].prefix(2), radix: 16)
        }
    }
}

/// The encodings that are part of this build, against what their references say.
@Suite struct ModelEncodingIDsTests {
    private static let bundled = TokenEncoding.bundledNames

    private static func lines() throws -> [GoldenIDs] {
        let file = try #require(
            Bundle.module.url(forResource: "golden-model-ids", withExtension: "jsonl", subdirectory: "Fixtures")
        )
        return try String(contentsOf: file, encoding: .utf8).split(separator: "\n").map {
            try JSONDecoder().decode(GoldenIDs.self, from: Data($0.utf8))
        }
    }

    @Test func idsAndCountsEqualTheReference() throws {
        let lines = try Self.lines()
        #expect(lines.count > 200)
        let names = try #require(lines.first).ids.keys.filter(Self.bundled.contains)
        #expect(names.contains("p50k_base"))
        for name in names {
            let tokenizer = Tokenizer(try .named(name))
            for line in lines {
                let text = line.text
                text.withBytes { bytes in
                    #expect(tokenizer.encode(bytes).map(\.rawValue) == line.ids[name], "\(name), bytes \(line.bytes)")
                    #expect(tokenizer.count(bytes) == line.ids[name]?.count, "\(name), bytes \(line.bytes)")
                }
            }
        }
    }

    /// Counts of the same four texts as tiktoken, tokenizers and mistral-common give them; see `golden-counts.tsv`.
    @Test(.enabled(if: TestEnvironment.corpora != nil, "no folder of texts is named by TALLY_CORPORA"))
    func countsOfTheCorporaEqualTheReferences() throws {
        let families = [
            "p50k_base": "p50k_base", "r50k_base": "r50k_base", "gpt2": "r50k_base", "qwen3": "qwen2.5",
            "qwen3.5": "qwen3.5", "deepseek_v3": "deepseek-v3", "deepseek_v4": "deepseek-v3", "glm_4.5": "glm-4.5",
            "glm_5": "glm-5", "tekken": "mistral-tekken-240911", "kimi_k2": "kimi-k2",
        ]
        let file = try #require(
            Bundle.module.url(forResource: "golden-counts", withExtension: "tsv", subdirectory: "Fixtures")
        )
        let rows = try String(contentsOf: file, encoding: .utf8).split(separator: "\n").dropFirst().map {
            $0.split(separator: "\t").map(String.init)
        }
        let folder = try #require(TestEnvironment.corpora)
        var compared = 0
        for name in Self.bundled {
            guard let family = families[name] else { continue }
            let tokenizer = Tokenizer(try .named(name))
            // By its ranks alone, Qwen 3.5 would have tokens that no merge of its tokenizer.json makes.
            for row in rows where row[0] == family && (family != "qwen3.5" || row[1].hasPrefix("tokenizers")) {
                let source = folder.appending(path: row[2].replacing("-300k", with: ""))
                let text = Array(try Data(contentsOf: source).prefix(300_000))
                #expect(text.withBytes { tokenizer.count($0) } == Int(row[3]), "\(name), \(row[2])")
                compared += 1
            }
        }
        #expect(compared >= 3 * 4)
    }

    /// The shorter vocabularies are the beginnings of the longer ones, id by id.
    @Test(arguments: [("r50k_base", "p50k_base", 50_256), ("glm_4.5", "glm_5", 151_329)])
    func aDerivedVocabularyIsTheBeginning(name: String, of whole: String, count: Int) throws {
        guard Self.bundled.contains(name) else { return }
        let (part, all) = (try TokenEncoding.named(name).vocabulary, try TokenEncoding.named(whole).vocabulary)
        #expect(part.idCount == count)
        for id in 0..<UInt32(count) {
            let token = TokenID(rawValue: id)
            #expect(part.bytes(of: token) == all.bytes(of: token))
        }
    }
}
