import TallyMetering
import Testing

/// Which calls a budget counts, and limits for each value of a tag.
@Suite struct BudgetValuesTests {
    private let noon = BudgetSamples.noon

    @Test func aSelectorMeetsAllOfItsConditions() {
        let selector = UsageSelector(
            tags: ["team": .anyOf(["search", "maps"]), "customer": .present, "experiment": .absent],
            models: ["gpt-5*", "claude-*-latest"],
            providers: ["openai"]
        )
        let tags: UsageTags = ["team": "maps", "customer": "c1"]
        #expect(selector.matches(tags: tags, model: "GPT-5-mini", provider: "openai"))
        #expect(!selector.matches(tags: tags, model: "gpt-4o", provider: "openai"))
        #expect(!selector.matches(tags: tags, model: "gpt-5", provider: nil))
        #expect(!selector.matches(tags: ["team": "maps"], model: "gpt-5", provider: "openai"))
        #expect(!selector.matches(tags: tags.merging(["experiment": "b"]), model: "gpt-5", provider: "openai"))
        #expect(UsageSelector().matches(tags: UsageTags(), model: "", provider: nil))
    }

    @Test(arguments: [
        ("", "", true), ("*", "", true), ("", "a", false), ("a*c", "abbc", true), ("a*c", "abbd", false),
        ("*a*b*", "xaybz", true), ("gpt-5", "gpt-5-mini", false), ("GPT-5", "gpt-5", true), ("a**", "a", true),
        ("*ab", "aab", true), ("*aab", "aaab", true), ("a*b*c", "abcbc", true),
    ]) func patternsMatchTheWholeName(pattern: String, name: String, expected: Bool) {
        #expect(NamePattern(pattern).matches(name) == expected)
    }

    @Test func eachValueHasTheLimitForItself() throws {
        let book = try BudgetBook([Budget("customers", .tokens(10), per: .day, perValueOf: "customer")])
        let kept = ["a", "b", "c"].compactMap {
            book.reserve(BudgetSamples.call(10, tags: ["customer": $0]), at: self.noon).reservation
        }
        #expect(kept.count == 3)
        let refusal = book.reserve(BudgetSamples.call(1, tags: ["customer": "b"]), at: self.noon).refusal
        guard case .limit(let finding)? = refusal?.reasons.first else {
            Issue.record("not refused")
            return
        }
        #expect(finding.value == "b")
        // Calls without the tag share a limit of their own.
        let untagged = try #require(book.reserve(BudgetSamples.call(9), at: self.noon).reservation)
        #expect(book.reserve(BudgetSamples.call(2), at: self.noon).refusal != nil)
        #expect(book.status(at: self.noon).map(\.value) == [nil, "a", "b", "c"])
        // Until here: a reservation that nobody holds is given back.
        for reservation in kept + [untagged] { reservation.release() }
    }

    @Test(arguments: [BudgetWindow.day, .rolling(.seconds(3_600))])
    func valuesBeyondTheirNumberShareALimit(window: BudgetWindow) throws {
        let budget = Budget("customers", .tokens(10), per: window, perValueOf: "customer", maximumValues: 100)
        let book = try BudgetBook([budget])
        var granted = 0
        for number in 0..<1_000 {
            let call = BudgetSamples.call(10, tags: ["customer": "c\(number)"])
            if let reservation = book.reserve(call, at: self.noon).reservation {
                granted += 1
                reservation.settle(tokens: 10, cost: nil)
            }
        }
        #expect(granted == 101)
        #expect(book.status(at: self.noon).count == 101)
        // Later all of them are new again.
        let later = self.noon.plus(seconds: 2 * 86_400)
        let call = BudgetSamples.call(10, tags: ["customer": "c999"])
        #expect(book.reserve(call, at: later).reservation != nil)
        if case .rolling = window {
            for number in 0..<50 {
                let call = BudgetSamples.call(10, tags: ["customer": "c\(number)"])
                #expect(book.reserve(call, at: later).reservation != nil)
            }
        }
    }
}
