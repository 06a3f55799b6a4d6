import Foundation
import TallyEstimation
import TallyTestSupport
import Testing

@testable import TallyCLI

@Suite struct FormatTests {
    @Test func nothingIsSaidAboutNoPrompt() throws {
        let report = SampleReport.report([])
        #expect(report.tableText == "")
        #expect(report.gitHubText(now: 0) == "")
        #expect(report.gitHubSummary == "")
        #expect(report.markdownText == "")
        #expect(report.sarif.text.contains("\"results\":[]"))
        #expect(report.json.text.contains("\"prompts\":[]"))
    }

    @Test func whatIsBrokenComesFirst() throws {
        let lines = try SampleReport.everyday().tableText.split(separator: "\n")
        let paths = lines[1...7].map { $0.split(separator: " ").last.map(String.init) ?? "" }
        #expect(
            paths == [
                "prompts/support/refund.md", "prompts/legacy.prompt", "prompts/old.md", "prompts/greeting.prompt",
                "prompts/search/rank.md", "prompts/trial.txt", "AGENTS.md",
            ]
        )
    }

    @Test func linesAreShortWhereWordsAre() throws {
        // All but the rows, whose paths are as long as they are, and the sentence that programs look for at the end.
        for line in try SampleReport.everyday().tableText.split(separator: "\n").dropFirst(8).dropLast() {
            #expect(line.count <= 100, "\(line)")
        }
        #expect(ChangeText.wrapped("aaa bbb  ccc", indent: "  ", width: 9) == "  aaa bbb\n  ccc\n")
        #expect(ChangeText.wrapped("aaaaaaaaaa b", indent: "", width: 5) == "aaaaaaaaaa\nb\n")
        #expect(ChangeText.wrapped("a b c", indent: "", later: " ", width: 3) == "a b\n c\n")
        #expect(ChangeText.wrapped("", indent: "  ") == "")
    }

    @Test func aPercentageNeverShowsSomethingAsNothing() {
        #expect(ChangeText.percent(1, of: 1_000_000) == "+<0.1%")
        #expect(ChangeText.percent(-310, of: 4_000) == "-7.8%")
        #expect(ChangeText.signed(-1, "token") == "-1 token")
        #expect(ChangeText.signed(0, "token") == "0 tokens")
        #expect(ChangeText.signed(Money.zero) == "$0")
    }

    @Test func theTightestLimitIsShown() throws {
        let choice = try EncodingChoice(encoding: "o200k_base")
        let prompt = try SampleReport.prompt("a", .added, choice, before: nil, after: 3_000, calls: 1_000) {
            $0.maximumTokens = PromptSettings.Setting(value: 4_000, line: 1)
            $0.maximumCostPerCall = PromptSettings.Setting(value: Money(picodollars: 7_600_000_000), line: 1)
            $0.maximumCostPerMonth = PromptSettings.Setting(value: .dollars(7), line: 1)
        }
        // 25% of the tokens, 1.3% of a call's cost; a month costs 50 cents too much.
        #expect(ChangeText.left(prompt) == "-$0.50 a month")
        #expect(prompt.tokensLeft == 1_000)
        #expect(prompt.costPerCallLeft == Money(picodollars: 100_000_000))
    }

    @Test func outsideARepositoryNothingIsCompared() throws {
        let choice = try EncodingChoice(encoding: "o200k_base")
        let prompt = try SampleReport.prompt("a", .unchanged, choice, before: nil, after: 1_000, calls: 100)
        let report = SampleReport.report([prompt], isCompared: false)
        #expect(report.summary == "1 prompt, 1,000 tokens a call, $2.50 per 1,000 calls, $0.25 a month; no rule broken")
        #expect(report.tableText.hasPrefix("tokens   a call  1,000 calls  a month  window  prompt\n"))
        #expect(report.gitHubText(now: 0) == "")
        let members = try Self.object(report.json)
        let totals = try #require(members["totals"] as? [String: Any])
        #expect(members["base"] is NSNull)
        #expect(totals["tokens_difference"] is NSNull)
        #expect(totals["tokens_after"] as? Int == 1_000)
        #expect(report.markdownText.contains("| `a` | 1,000 |"))
    }

    @Test func whatCanNotBeCountedIsInNoSum() throws {
        let choice = try EncodingChoice(encoding: "o200k_base")
        let report = SampleReport.report([
            try SampleReport.prompt("a", .modified, choice, before: 700, after: nil),
            try SampleReport.prompt("b", .modified, choice, before: 700, after: 701),
            try SampleReport.prompt("c", .modified, choice, before: 5, after: 7, unpriced: "no price"),
        ])
        #expect(
            report.summary
                == "3 prompts, +3 tokens a call, +$0.0025 per 1,000 calls, 1 unpriced, 1 not counted; no rule broken"
        )
        #expect(report.tableText.contains("not counted"))
    }

    @Test func anUnchangedPromptWithoutABeforeAddsNothing() throws {
        let choice = try EncodingChoice(encoding: "o200k_base")
        let report = SampleReport.report([try SampleReport.prompt("a", .unchanged, choice, before: nil, after: 700)])
        #expect(report.totals.tokenDifference == 0)
        #expect(report.summary == "1 prompt, 0 tokens a call, $0 per 1,000 calls; no rule broken")
    }

    @Test func onlyTenAnnotationsOfAKindAreShown() throws {
        let choice = try EncodingChoice(encoding: "o200k_base")
        for count in [10, 11, 40] {
            let prompts = try (0..<count).map { number in
                try SampleReport.prompt("p\(number)", .modified, choice, before: 1, after: 2 + number)
            }
            let lines = SampleReport.report(prompts).gitHubText(now: 0).split(separator: "\n")
            #expect(lines.count == (count > 10 ? count + 1 : count))
            #expect(lines[9].contains("more, in the log and in the summary of the job") == (count > 10))
            if count > 10 { #expect(lines[9].contains("::\(count - 9) more")) }
        }
    }

    @Test func anExceptionIsAWarningInItsLastTwoWeeks() throws {
        let report = try SampleReport.everyday()
        let ends: Int64 = 1_796_083_200
        let title =
            "::warning file=prompts/legacy.prompt,line=1,title=tally check%3A an exception ends after 2026-11-30::"
        #expect(!report.gitHubText(now: ends - 14 * 86_400 - 1).contains(title))
        #expect(report.gitHubText(now: ends - 14 * 86_400).contains(title))
    }

    @Test func aCommentNeverBecomesTooLong() throws {
        let choice = try EncodingChoice(encoding: "o200k_base")
        let long = String(repeating: "<&|`", count: 60)
        let prompts = try (0..<2_000).map { number in
            let findings = [
                CheckFinding(rule: .maximumTokens, message: long, status: .broken, configurationLine: 4),
                CheckFinding(
                    rule: .cachePrefix,
                    message: long,
                    status: .excepted(SampleReport.exception(reason: long)),
                    configurationLine: 4
                ),
            ]
            return try SampleReport.prompt(
                "prompts/\(number)",
                .modified,
                choice,
                before: 100,
                after: 101,
                findings: number.isMultiple(of: 2) ? findings : [],
                notes: ["\(number)" + long]
            )
        }
        let report = SampleReport.report(prompts)
        #expect(report.markdownText.utf8.count < 65_536)
        #expect(report.markdownText.contains(" more\n"))
        #expect(report.gitHubSummary.utf8.count < 1_048_576)
        #expect(report.markdownText.ranges(of: "<details>").count == report.markdownText.ranges(of: "</details>").count)
    }

    @Test func theProposedExceptionNamesThePathAlone() throws {
        let choice = try EncodingChoice(encoding: "o200k_base")
        func proposal(_ path: String, _ rules: [CheckRule]) throws -> [String]? {
            let findings = rules.map {
                CheckFinding(rule: $0, message: "x", status: .broken, configurationLine: nil)
            }
            return try SampleReport.prompt(path, .added, choice, before: nil, after: 1, findings: findings)
                .exceptionProposal
        }
        let lines = try #require(try proposal("p/my file[1].md", [.maximumTokens, .priced, .maximumTokens]))
        #expect(lines[1] == #"  - {name: for-a-time, rules: [max_tokens, priced], files: "/p/my\\ file\\[1].md","#)
        #expect(lines[2] == "     owner: YOUR TEAM, reason: WHY IT IS NEEDED, expires: YYYY-MM-DD}")
        #expect(try #require(try proposal("a/refund.md", [.cachePrefix]))[1].contains("{name: refund, "))
        #expect(try proposal("a", [.countable]) == nil)
    }

    /// Random reports: the documents can be read, and their sums are those of their prompts.
    @Test(arguments: 0..<20) func sumsAreThoseOfThePrompts(round: Int) throws {
        let seed = TestEnvironment.seed &+ UInt64(round)
        var random = SeededGenerator(seed: seed)
        let choice = try EncodingChoice(encoding: "o200k_base")
        let prompts = try (0..<Int.random(in: 1...60, using: &random)).map { number in
            let changes: [CheckedPrompt.Change] = [.added, .modified, .renamed, .deleted, .unchanged]
            let change = changes.randomElement(using: &random) ?? .added
            let before = Int.random(in: 0...1_000_000, using: &random)
            let after = change == .unchanged ? before : Int.random(in: 0...1_000_000, using: &random)
            return try SampleReport.prompt(
                "p/\(number)",
                change,
                choice,
                before: change == .added ? nil : before,
                after: change == .deleted ? nil : after,
                calls: Bool.random(using: &random) ? Int.random(in: 0...1_000_000, using: &random) : nil
            )
        }
        let text = SampleReport.report(prompts).json.text
        let report = try JSONDecoder().decode(Document.self, from: Data(text.utf8))
        let totals = report.totals
        func sum(_ value: (Document.Prompt) -> Decimal?) -> Decimal {
            report.prompts.reduce(Decimal(0)) { $0 + (value($1) ?? 0) }
        }
        #expect(totals.prompts == Decimal(prompts.count))
        #expect(totals.tokens_after == sum { $0.after?.tokens }, "seed \(seed)")
        #expect(totals.tokens_before == sum { $0.before?.tokens }, "seed \(seed)")
        #expect(totals.tokens_difference == sum { $0.tokens_difference }, "seed \(seed)")
        #expect(totals.usd_per_1000_calls == sum { $0.after?.usd_per_1000_calls }, "seed \(seed)")
        let before = sum { $0.before?.usd_per_1000_calls }
        #expect(totals.usd_per_1000_calls_difference == totals.usd_per_1000_calls - before, "seed \(seed)")
        #expect(totals.usd_per_1000_calls_difference == sum { $0.usd_per_1000_calls_difference }, "seed \(seed)")
        #expect((totals.usd_per_month ?? 0) == sum { $0.after?.usd_per_month }, "seed \(seed)")
    }

    /// The members that are summed, with decimals as they are written.
    private struct Document: Decodable {
        struct Measure: Decodable {
            let tokens: Decimal
            let usd_per_1000_calls: Decimal?
            let usd_per_month: Decimal?
        }

        struct Prompt: Decodable {
            let before: Measure?
            let after: Measure?
            let tokens_difference: Decimal?
            let usd_per_1000_calls_difference: Decimal?
        }

        struct Totals: Decodable {
            let prompts: Decimal
            let tokens_before: Decimal
            let tokens_after: Decimal
            let tokens_difference: Decimal
            let usd_per_1000_calls: Decimal
            let usd_per_1000_calls_difference: Decimal
            let usd_per_month: Decimal?
        }

        let totals: Totals
        let prompts: [Prompt]
    }

    private static func object(_ object: JSONObject) throws -> [String: Any] {
        let value = try JSONSerialization.jsonObject(with: Data(object.text.utf8))
        return try #require(value as? [String: Any])
    }
}
