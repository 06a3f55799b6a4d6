import Foundation
import TallyEstimation
import Testing

@testable import TallyCLI

@Suite struct PricesTests {
    @Test func everyPriceOfTheBookIsListed() throws {
        let model = try #require(PriceBook.bundled.model("claude-sonnet-4-5"))
        let result = try TallyBinary.run(["prices", "claude-sonnet-4-5", "--format", "jsonl"])
        let lines = result.output.split(separator: "\n")
        #expect(lines.count == (model.standard + model.variants).reduce(0) { $0 + $1.prices.count })
        let input = try #require(model.standard.last?.prices[.inputUncached])
        #expect(
            lines.contains { $0.contains(#""what":"input_uncached""#) && $0.contains("\"amount\":\(input.amount),") }
        )
    }

    @Test func theDocumentNamesTheBook() throws {
        let result = try TallyBinary.run(["prices", "gpt-4o", "--format", "json"])
        let object = try JSONSerialization.jsonObject(with: Data(result.outputBytes)) as? [String: Any]
        let book = object?["book"] as? [String: String]
        #expect(book?["hash"] == PriceBook.bundled.contentHash)
        #expect(book?["source"] == PriceBook.bundled.source)
        #expect(book?["published"] == PriceBook.bundled.published)
    }

    @Test func aPriceIsInForceFromItsDayOn() throws {
        let model = try #require(PriceBook.bundled.model("gpt-4o"))
        let from = try #require(model.variants.compactMap(\.condition.from).max())
        let rate = try #require(ListedRate.all(of: model).last { $0.condition.from == from })
        #expect(rate.row(at: from - 1).last == "no")
        #expect(rate.row(at: from).last == "yes")
    }

    @Test func modelsAreListedWithWhatIsKnown() throws {
        let result = try TallyBinary.run(["models", "--format", "jsonl"])
        let lines = result.output.split(separator: "\n")
        #expect(lines.count == ModelCounter.knownModels.count)
        #expect(lines.contains { $0.contains(#""model":"gpt-4o","encoding":"o200k_base","accuracy":"exact""#) })
        #expect(lines.contains { $0.contains(#""accuracy":"approximate","reason":""#) })
        #expect(lines.contains { $0.contains(#""input_per_million":null"#) })
    }

    @Test func aPartOfANameFindsTheBooksModels() throws {
        let result = try TallyBinary.run(["models", "mistral", "--format", "jsonl"])
        let expected = PriceBook.bundled.models.filter { "\($0.provider)/\($0.id)".lowercased().contains("mistral") }
        #expect(result.output.split(separator: "\n").count > expected.count)
        #expect(!expected.isEmpty)
        for model in expected { #expect(result.output.contains("\"\(model.provider)/\(model.id)\"")) }
    }
}
