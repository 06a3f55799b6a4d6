import TallyEstimation
import Testing

@testable import TallyEstimation

/// The examples of the providers' guides, and recorded requests.
@Suite struct ImageTests {
    struct Example: CustomTestStringConvertible, Sendable {
        let model: String
        let width: Int
        let height: Int
        let detail: Image.Detail
        let tokens: Int

        init(_ model: String, _ width: Int, _ height: Int, _ detail: Image.Detail, _ tokens: Int) {
            self.model = model
            self.width = width
            self.height = height
            self.detail = detail
            self.tokens = tokens
        }

        var testDescription: String { "\(self.model) \(self.width) x \(self.height) \(self.detail)" }
    }

    @Test(arguments: [
        // OpenAI, patches.
        Example("gpt-5.4", 1_024, 1_024, .high, 1_229),
        Example("gpt-5.4", 2_048, 2_048, .high, 3_000),
        Example("gpt-5-mini", 1_024, 1_024, .automatic, 1_229),
        Example("gpt-4.1-mini", 1_024, 1_024, .automatic, 1_659),
        Example("o4-mini", 1_024, 1_024, .automatic, 1_762),
        // OpenAI, tiles; the last was billed.
        Example("gpt-4o", 1_024, 1_024, .high, 765),
        Example("gpt-4o", 2_048, 4_096, .high, 1_105),
        Example("gpt-4o", 4_096, 8_192, .low, 85),
        Example("gpt-4o", 3_008, 2_000, .automatic, 1_105),
        Example("gpt-5", 1_024, 1_024, .high, 630),
        Example("o1", 1_024, 1_024, .high, 675),
        Example("gpt-4o-mini", 1_024, 1_024, .low, 2_833),
        Example("gpt-image-1", 1_024, 1_024, .high, 194),
        // Claude.
        Example("claude-sonnet-4-5", 1_000, 1_000, .automatic, 1_296),
        Example("claude-sonnet-4-5", 1_920, 1_080, .automatic, 1_560),
        Example("claude-opus-4-8", 1_920, 1_080, .automatic, 2_691),
        Example("claude-opus-4-8", 3_840, 2_160, .automatic, 4_784),
        Example("claude-haiku-4-5", 540, 360, .automatic, 260),
        // Gemini.
        Example("gemini-2.5-flash", 384, 384, .automatic, 258),
        Example("gemini-2.5-flash", 960, 540, .automatic, 1_548),
        Example("gemini-3.5-flash", 960, 540, .automatic, 1_120),
        Example("gemini-3.5-flash", 960, 540, .low, 280),
        Example("gemini-3.5-flash", 960, 540, .ultraHigh, 2_240),
    ])
    func theExampleHasTheDocumentedTokens(example: Example) throws {
        let formula = try #require(ImageFormula.of(example.model))
        let size = ImageSize(width: example.width, height: example.height)
        #expect(formula.tokens(size, example.detail) == example.tokens)
    }

    @Test func aPictureOfTooManyPatchesIsRefused() throws {
        let formula = try #require(ImageFormula.of("gpt-5.6-sol"))
        #expect(formula.tokens(ImageSize(width: 20_000, height: 20_000), .original) == nil)
        let image = Message(.user, [.image(Image(width: 20_000, height: 20_000))])
        let estimate = try Samples.estimate(Request(messages: [image]), "gpt-5.6-sol")
        #expect(estimate.uncounted.count == 1)
    }

    @Test func aPictureCostsClaudeThreeTokensBesides() throws {
        let image = Message(.user, [.image(Image(width: 540, height: 360))])
        #expect(try Samples.estimate(Request(messages: [image]), "claude-haiku-4-5").imageTokens == 263)
    }

    @Test func aPictureOfUnknownSizeIsCountedAsTheLargestAndSaysSo() throws {
        let image = Message(.user, [.image(Image(size: nil))])
        let estimate = try Samples.estimate(Request(messages: [image]), "gpt-4o")
        #expect(estimate.imageTokens == 85 + 8 * 170)
        #expect(estimate.inputBand.lowerBound == 85 + 170 + 7)
        #expect(estimate.uncounted.count == 1)
    }

    @Test(arguments: [
        "gpt-4o", "gpt-5", "gpt-5.4", "gpt-5.6-sol", "gpt-4.1-mini", "claude-opus-5", "claude-sonnet-4-5",
        "gemini-2.5-pro", "gemini-3.5-flash",
    ])
    func noSizeTrapsOrLeavesTheBounds(model: String) throws {
        let formula = try #require(ImageFormula.of(model))
        let lengths = [Int.min, 0, 1, 2, 27, 28, 29, 31, 32, 33, 511, 513, 2_047, 2_049, 65_536, 999_999, .max]
        for detail in Image.Detail.allCases {
            for width in lengths {
                for height in lengths {
                    guard let tokens = formula.tokens(ImageSize(width: width, height: height), detail) else { continue }
                    #expect(tokens >= 1)
                    if let bounds = formula.bounds(detail) {
                        #expect(bounds.contains(tokens), "\(width) x \(height) \(detail)")
                    }
                }
            }
        }
    }
}
