import Foundation
import TallyTestSupport
import Testing

@testable import TallyVocabularies

/// The spreads that the reasons of approximate counts tell, against the counts they come from.
///
/// `Fixtures/golden-counts.tsv` has what each family's reference library counted on the same four texts.
@Suite struct ModelFamilyTests {
    private static func counts() throws -> [String: [String: Int]] {
        let file = try #require(
            Bundle.module.url(forResource: "golden-counts", withExtension: "tsv", subdirectory: "Fixtures")
        )
        var counts: [String: [String: Int]] = [:]
        for line in try String(contentsOf: file, encoding: .utf8).split(separator: "\n").dropFirst() {
            let fields = line.split(separator: "\t").map(String.init)
            counts[fields[0], default: [:]][fields[2]] = Int(fields[3])
        }
        return counts
    }

    @Test(arguments: [
        ("claude-opus-4-8", "claude-v4.8 (message count, frame included)"),
        ("claude-sonnet-4-5", "claude-v3 (message count, frame included)"),
        ("gemini-2.5-pro", "gemma3"),
        ("llama-4-maverick", "llama4"),
        ("llama-3.3-70b-instruct", "llama3"),
        ("mistral-large-latest", "mistral-tekken-240911"),
        ("deepseek-chat", "deepseek-v3"),
        ("qwen3.5-plus", "qwen3.5"),
        ("qwen-max", "qwen2.5"),
        ("kimi-k2.5", "kimi-k2"),
        ("glm-4.6", "glm-4.5"),
        ("minimax-m2", "minimax-m2"),
        ("command-r-08-2024", "command-r"),
    ])
    func theSpreadIsWhatTheReferencesCounted(model: String, reference: String) throws {
        let counts = try Self.counts()
        let ours = try #require(counts["o200k_base"])
        let theirs = try #require(counts[reference])
        let excess = try theirs.map { file, count in
            Int((Double(count) / Double(try #require(ours[file])) * 100 - 100).rounded())
        }
        let family = try #require(ModelFamily.of(model))
        #expect(family.spread == (try #require(excess.min()))...(try #require(excess.max())))
    }

    @Test func anApproximateCountSaysWhy() throws {
        let claude = try ModelEncoding(model: "anthropic/claude-opus-4-8")
        #expect(claude.accuracy == .approximate)
        #expect(claude.encoding.name == "o200k_base")
        #expect(
            claude.reason
                == "the tokenizer of Claude 4.7 and later is not built in yet; counted with o200k_base, its own gave "
                + "55 to 85% more on sample texts"
        )
        #expect(try ModelEncoding(model: "grok-4.3").reason?.contains("not published") == true)
    }
}
