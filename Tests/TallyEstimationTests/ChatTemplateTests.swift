import Foundation
import TallyVocabularies
import Testing

@testable import TallyEstimation

/// The chat templates of open weights against what `transformers` made of them.
@Suite struct ChatTemplateTests {
    struct Row: CustomTestStringConvertible, Sendable {
        let framing: FramingFamily
        let template: String
        let turns: String
        let overhead: Int
        let rendered: String

        var testDescription: String { "\(self.template) \(self.turns)" }
    }

    static let rows: [Row] = {
        guard let file = Bundle.module.url(forResource: "Fixtures/chat-frames", withExtension: "tsv"),
            let text = try? String(contentsOf: file, encoding: .utf8)
        else { return [] }
        return text.split(separator: "\n").dropFirst().compactMap { line in
            let fields = line.split(separator: "\t").map(String.init)
            guard let framing = FramingFamily(rawValue: fields[0]), let overhead = Int(fields[3]),
                let tree = try? JSONTree(reading: Array(fields[4].utf8)), let rendered = tree.string
            else { return nil }
            return Row(
                framing: framing,
                template: fields[1],
                turns: fields[2],
                overhead: overhead,
                rendered: rendered
            )
        }
    }()

    @Test func everyRowIsRead() {
        #expect(Self.rows.count == 52)
    }

    @Test(arguments: Self.rows) func rendersAsTheReference(row: Row) throws {
        let template = try #require(row.framing.framing as? any TemplateFraming)
        var request = Request(messages: [.user("{U}")])
        if row.turns == "s,u" { request.system = "{S}" }
        if row.turns == "u,a,u" { request.messages += [.assistant("{A}"), .user("{U2}")] }
        #expect(template.template(of: request).rendered == row.rendered)
    }

    /// The words of the frames are one token each in o200k_base as they are in the models' own vocabularies.
    @Test(arguments: Self.rows) func theFrameIsAsLongAsTheReferences(row: Row) throws {
        let template = try #require(row.framing.framing as? any TemplateFraming)
        let request = try #require(Samples.all[row.turns])
        let items = template.template(of: request).items(with: Samples.tokenizer, source: "")
        #expect(items.reduce(0) { $0 + $1.tokens } - Samples.contents(request) == row.overhead)
    }

    @Test func textIsCountedTogetherWithTheFrameAroundIt() {
        // "user\n" and a newline at the start of the content share a token.
        let template = QwenFraming(variant: .qwen3).template(of: Request(messages: [.user("\nHello")]))
        let tokens = template.items(with: Samples.tokenizer, source: "").reduce(0) { $0 + $1.tokens }
        let apart = 8 + Samples.tokenizer.count("\nHello")
        #expect(tokens == apart - 1)
    }
}
