import Foundation
import TallyTestSupport
import Testing

@testable import TallyVocabularies

/// What counts for a model; the spreads that the reasons of approximate counts tell, against the counts they come from.
///
/// `Fixtures/golden-counts.tsv` has what each family's reference library counted on the same four texts.
@Suite struct ModelCounterTests {
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

    /// The names of the reference counts where they are not those of the encodings.
    private static let references = [
        "claude-opus-5": "claude-opus5 (message count, frame included)",
        "claude-v3": "claude-v3 (message count, frame included)",
        "claude-v4.7": "claude-v4.7 (message count, frame included)",
        "claude-v4.8": "claude-v4.8 (message count, frame included)",
        "deepseek_v3": "deepseek-v3", "deepseek_v4": "deepseek-v4", "glm_4.5": "glm-4.5", "glm_5": "glm-5",
        "kimi_k2": "kimi-k2", "mistral_spm": "mistral-spm-v1", "qwen3": "qwen2.5", "tekken": "mistral-tekken-240911",
    ]

    @Test func theSpreadsAreWhatTheReferencesCounted() throws {
        let counts = try Self.counts()
        let ours = try #require(counts["o200k_base"])
        for (name, spread) in SampleSpread.all {
            let theirs = try #require(counts[Self.references[name] ?? name], "\(name)")
            let excess = try theirs.map { file, count in
                Int((Double(count) / Double(try #require(ours[file])) * 100 - 100).rounded())
            }
            #expect(spread == (try #require(excess.min()))...(try #require(excess.max())), "\(name)")
        }
    }

    @Test func everyEncodingOfTheCatalogueHasASpreadOrIsHere() {
        for name in Set(ModelCatalogue.all.compactMap(\.encodingName)) where !TokenEncoding.bundledNames.contains(name)
        {
            #expect(SampleSpread.of(name) != nil || name == "command-a-plus", "\(name)")
        }
    }

    @Test func anApproximateCountSaysWhy() throws {
        let llama = try ModelCounter(model: "meta-llama/Llama-3.3-70B-Instruct")
        #expect(llama.accuracy == .approximate)
        #expect(llama.name == "o200k_base")
        #expect(llama.spread == 0...36)
        #expect(
            llama.reason
                == "llama3 is not part of this version: load it from its file (`tally vocab add FILE --name llama3`): "
                + "counted with o200k_base; its own gave 0 to 36% more on sample texts"
        )
        #expect(try ModelCounter(model: "grok-4.3").reason?.contains("xAI's models is not published") == true)
    }

    #if Claude
    @Test(arguments: [
        ("claude-sonnet-4-5", ClaudeVersion.v3, Accuracy.reconstructed),
        ("anthropic/claude-opus-4-7", .v47, .reconstructed),
        ("us.anthropic.claude-opus-4-8", .v48, .reconstructed),
        ("claude-opus-5", .opus5, .reconstructed),
        ("claude-opus-5-5", .v48, .approximate),
    ])
    func claudeIsCountedByItsModel(model: String, version: ClaudeVersion, accuracy: Accuracy) throws {
        let counter = try ModelCounter(model: model)
        #expect(counter.name == version.counterName)
        #expect(counter.encoding == nil)
        #expect(counter.accuracy == accuracy)
        #expect(counter.reason != nil)
        #expect(counter.count("Hello, World!") == ClaudeCounter(version).count("Hello, World!"))
        #expect(ClaudeVersion(counterName: counter.name) == version)
    }
    #endif

    #if Gemma
    @Test(arguments: [("gemini-2.5-pro", "gemma3"), ("gemini-3.5-flash", "gemma4"), ("gemma-3-27b-it", "gemma3")])
    func geminiIsCountedByGemma(model: String, encoding: String) throws {
        let counter = try ModelCounter(model: model)
        #expect(counter.name == encoding)
        #expect(counter.accuracy == .exact)
        #expect(counter.reason == nil)
    }
    #endif

    /// The catalogue's names of encodings are those of the encodings, so that every trait serves its models.
    @Test func everyEncodingServesModels() throws {
        let served = Set(ModelCatalogue.all.compactMap(\.encodingName)).union(ModelNames.exact.values)
        for name in TokenEncoding.names where !["mistral_spm"].contains(name) {
            #expect(served.contains(name), "\(name)")
        }
    }

    @Test func anEncodingOfTheCallersIsTaken() throws {
        let counter = ModelCounter(model: "llama-3.3-70b", encoding: .cl100kBase)
        #expect(counter.accuracy == .exact)
        #expect(counter.count("Hello, World!") == Tokenizer(.cl100kBase).count("Hello, World!"))
        #expect(counter.facts.vendor == "Meta")
    }

    /// Finding what counts must not make encodings, some of which take tenths of a second.
    @Test func everyListedModelResolves() throws {
        for model in ModelCounter.knownModels {
            let choice = try CounterChoice(model: model)
            #expect((choice.reason == nil) == (choice.accuracy == .exact), "\(model)")
        }
        #expect(ModelCounter.knownModels.count > 150)
    }
}
