import TallyPricing
import TallyVocabularies
import Testing

@testable import TallyEstimation

@Suite struct EstimateTests {
    @Test func theItemsAddUpToTheInput() throws {
        let estimate = try Samples.estimate(Samples.turns, "gpt-4o")
        #expect(estimate.items.map(\.kind) == [.message(0), .message(1), .message(2), .framing])
        #expect(estimate.items.map(\.tokens) == [5, 5, 5, 3])
        #expect(estimate.inputTokens == 18)
        #expect(estimate.inputBand == 18...18)
    }

    @Test func expectedOutputIsAFigureAShareOrAHistory() throws {
        func output(_ expected: ExpectedOutput) throws -> [Int?] {
            var request = Samples.turns
            request.expectedOutput = expected
            let estimate = try Samples.estimate(request, "gpt-4o")
            return [estimate.expectedOutputTokens, estimate.highOutputTokens]
        }
        #expect(try output(.unknown) == [nil, nil])
        #expect(try output(.tokens(40)) == [40, 40])
        #expect(try output(.percentOfInput(50)) == [9, 9])
        #expect(try output(.percentOfInput(1)) == [1, 1])
        #expect(try output(.history(Array((1...100).reversed()))) == [50, 95])
        #expect(try output(.history([7])) == [7, 7])
        #expect(try output(.history([])) == [nil, nil])
        #expect(try output(.tokens(.max)) == [16_384, 16_384])
    }

    @Test func theMostOutputIsTheCallersOrTheModels() throws {
        var request = Samples.user
        #expect(try Samples.estimate(request, "gpt-4o").maximumOutputTokens == 16_384)
        request.maximumOutputTokens = 100
        #expect(try Samples.estimate(request, "gpt-4o").maximumOutputTokens == 100)
        request.maximumOutputTokens = 1_000_000
        #expect(try Samples.estimate(request, "gpt-4o").maximumOutputTokens == 16_384)
    }

    @Test func costsAreTheBooks() throws {
        var request = Samples.user
        request.expectedOutput = .history([10, 20, 1_000])
        request.maximumOutputTokens = 2_000
        let estimate = try Samples.estimate(request, "gpt-4o")
        let costs = estimate.costs(in: .bundled, cachedTokens: 3)
        func cost(_ output: Int?) -> Money? {
            let usage = TokenUsage(inputUncached: 5, cacheRead: 3, outputText: output)
            return PriceBook.bundled.cost(of: usage, model: "gpt-4o").total
        }
        #expect(costs.input.total == cost(nil))
        #expect(costs.expected?.total == cost(20))
        #expect(costs.high?.total == cost(1_000))
        #expect(costs.maximum?.total == cost(2_000))
        #expect(costs.input.total != nil)
    }

    @Test func picturesArePartOfTheInput() throws {
        let message = Message(.user, [.text("Hello"), .image(Image(width: 1_024, height: 1_024))])
        let estimate = try Samples.estimate(Request(messages: [message]), "gpt-4o")
        #expect(estimate.inputTokens == 8 + 765)
        let usage = TokenUsage(inputUncached: 773)
        #expect(
            estimate.costs(in: .bundled).input.total == PriceBook.bundled.cost(of: usage, model: "gpt-4o").total
        )
    }

    @Test func anotherTokenizerWidensTheBand() throws {
        let estimator = try RequestEstimator(
            model: "grok-4.3",
            counter: Samples.tokenizer,
            accuracy: .approximate,
            spread: -10...50
        )
        let estimate = estimator.estimate(Request(messages: [.user(String(repeating: "Hello ", count: 100))]))
        #expect(estimate.inputBand.lowerBound <= estimate.inputTokens * 90 / 100 + 1)
        #expect(estimate.inputBand.upperBound >= estimate.inputTokens * 150 / 100)
    }

    @Test func anUnknownModelProposesTheNearest() {
        #expect {
            try RequestEstimator(model: "frobnicator-9", counter: Samples.tokenizer, accuracy: .exact)
        } throws: {
            ($0 as? VocabularyError)?.code == .unknownModel
        }
    }

    @Test func anInputThatDoesNotFitSaysSo() throws {
        #expect(try Samples.estimate(Samples.user, "gpt-4").exceedsInput == false)
        let long = Request(messages: [.user(String(repeating: "Hello ", count: 9_000))])
        #expect(try Samples.estimate(long, "gpt-4").exceedsInput == true)
        #expect(try Samples.estimate(long, "gpt-5-unheard-of").exceedsInput == nil)
    }

    @Test func documentsCountByPagesOrText() throws {
        func estimate(_ document: Document, _ model: String) throws -> RequestEstimate {
            try Samples.estimate(Request(messages: [Message(.user, [.document(document)])]), model)
        }
        #expect(try estimate(Document(pages: 3), "gemini-2.5-pro").inputTokens == 3 * 258)
        #expect(try estimate(Document(pages: 3), "gemini-3.5-flash").inputTokens == 3 * 560)
        #expect(try estimate(Document(pages: nil, text: "Hello"), "claude-sonnet-4-5").inputTokens == 8)
        #expect(try estimate(Document(pages: nil), "claude-sonnet-4-5").uncounted.count == 1)
        #expect(try estimate(Document(pages: 2), "gpt-4o").uncounted.count == 1)
    }

    @Test func everyModelOfTheCatalogueIsEstimated() throws {
        for facts in ModelCatalogue.all {
            let name = facts.isRule ? String(facts.name.dropLast()) + "x" : facts.name
            let estimate = try Samples.estimate(Samples.turns, name)
            #expect(estimate.inputTokens >= 3, "\(name)")
            #expect(estimate.inputBand.contains(estimate.inputTokens), "\(name)")
        }
    }
}
