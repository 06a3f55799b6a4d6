import Foundation
import TallyConfiguration
import TallyTestSupport
import Testing

@Suite struct PolicyDocumentTests {
    static func fixture() throws -> String {
        let url = try #require(Bundle.module.url(forResource: "Fixtures/tally", withExtension: "yml"))
        return try String(contentsOf: url, encoding: .utf8)
    }

    #if YAML
    @Test(.enabled(if: TimeZoneDatabase.isAvailable, Comment(rawValue: TimeZoneDatabase.skipReason)))
    func theExampleIsReadAsItIsMeant() throws {
        let document = try PolicyDocument(yaml: Self.fixture())
        let policy = document.policy
        #expect(policy.rules.tags["team"] == TagRule(knownValues: ["search", "maps", "support"]))
        #expect(policy.rules.tags["environment"]?.isRequired == false)
        #expect(policy.rules.approvedModels?.count == 4)
        #expect(policy.rules.maximumInputTokens == 200_000)
        #expect(policy.rules.unknownOutput == .assume(tokens: 4_096))
        #expect(policy.rules(of: "production").unpriced == .deny)
        #expect(policy.rules(of: "development").isEnforced == false)
        #expect(policy.rules(of: "development").approvedModels == ["*"])
        #expect(policy.budgets.map(\.name) == ["company", "search", "customers", "untagged"])
        #expect(policy.budgets[0].limit == .money(.dollars(20_000)))
        #expect(policy.budgets[0].timeZone.name == "Europe/Berlin")
        #expect(policy.budgets[0].thresholds[1] == BudgetThreshold(percent: 90, .throttle(.seconds(2))))
        #expect(policy.budgets[1].limit == .money(Money(picodollars: 750_500_000_000_000)))
        #expect(
            policy.budgets[1].selector.tags == [
                "team": .equals("search"), "environment": .anyOf(["production", "staging"]),
            ]
        )
        #expect(policy.budgets[2].window == .rolling(.seconds(86_400)))
        #expect(policy.budgets[2].perValueOf == "customer")
        #expect(policy.budgets[2].maximumValues == 5_000)
        #expect(policy.budgets[3].selector.tags == ["team": .absent])
        #expect(policy.breakers[0].selector.models == ["gpt-5*"])
        #expect(policy.breakers[1].minimum == .money(Money(picodollars: 2_500_000_000_000)))
        #expect(policy.breakers[1].action == .warn)
        // The end of the last day.
        #expect(policy.exceptions[0].expires == Timestamp(millisecondsSince1970: 1_801_440_000_000))
        _ = try UsageGate(policy)
        #expect(document.prompts.files == ["prompts/**", "*.prompt"])
        #expect(document.prompts.rules.map(\.maximumTokens) == [4_000, nil])
        #expect(document.prompts.rules.map(\.maximumCostPerMonth) == [nil, .dollars(2_500)])
        #expect(document.prompts.exceptions.map(\.owner) == ["anna"])
    }

    @Test func theExampleOfTheTestsIsTheOneInExamples() throws {
        let url = TestEnvironment.root.appending(path: "Examples/tally.yml")
        #expect(try String(contentsOf: url, encoding: .utf8) == Self.fixture())
    }

    @Test(arguments: ["", "# nothing\n", "---\n", "{}", "prompts:\n", "routing:\n", "prices:\n  whatever: [1, 2]\n"])
    func whatSaysNothingAllowsEverything(text: String) throws {
        let document = try PolicyDocument(yaml: text)
        #expect(document.policy == UsagePolicy())
        #expect(document.otherSections == (text.hasPrefix("prices") ? ["prices"] : []))
    }

    @Test func moneyIsExactHoweverItIsWritten() throws {
        for (text, picodollars) in [
            ("0.000000000001", Int128(1)), ("\"0.1\"", 100_000_000_000), ("$1_000.10", 1_000_100_000_000_000),
            ("99999999999.999999999999", 99_999_999_999_999_999_999_999),
        ] {
            let policy = try PolicyDocument(yaml: "budgets: [{name: a, per: day, money: \(text)}]").policy
            #expect(policy.budgets[0].limit == .money(Money(picodollars: picodollars)), "\(text)")
        }
    }

    @Test func aTagIsTheSameHoweverItsWordsAreJoined() throws {
        let policy = try PolicyDocument(yaml: "tags: {use-case: {required: true}}").policy
        #expect(policy.rules.tags["use_case"]?.isRequired == true)
    }
    #else
    @Test func withoutItsTraitTheRemedyIsNamed() {
        #expect { try PolicyDocument(yaml: "") } throws: { "\($0)".contains("trait YAML") }
    }
    #endif
}
