import Foundation
import TallyPricing
import TallyTestSupport
import Testing

@Suite struct ReferenceTests {
    @Test func pricesTheGoldenUsagesAsTheReferenceDoes() throws {
        let file = try #require(Bundle.module.url(forResource: "Fixtures/genai_prices", withExtension: "jsonl"))
        let answers = try OracleAnswer.all(in: Data(contentsOf: file))
        #expect(answers.count == 400)
        for answer in answers { answer.check(.bundled) }
    }

    @Test(.enabled(if: ReferenceLibrary.isAvailable, Comment(rawValue: ReferenceLibrary.skipReason)))
    func pricesRandomUsagesAsTheReferenceDoes() throws {
        let seed = TestEnvironment.seed
        let count = 5_000
        print("\(count) random usages, TALLY_SEED=\(seed)")
        let data = try ReferenceLibrary.run("genai_prices_oracle.py", ["--seed", "\(seed)", "--count", "\(count)"])
        let answers = try OracleAnswer.all(in: data)
        #expect(answers.count == count)
        for answer in answers { answer.check(.bundled) }
        // Against a comparison that compares nothing.
        let known = answers.filter { $0.lookup != nil }
        #expect(known.count * 3 > count)
        #expect(Set(known.compactMap(\.lookup?.provider)).count > 20)
    }
}
