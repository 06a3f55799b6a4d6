import TallyConfiguration
import TallyEstimation
import TallyMetering

@testable import TallyCLI

/// Reports as the engine makes them, written by hand.
enum SampleReport {
    /// 2026-11-22T00:00:00Z.
    static let now: Int64 = 1_795_305_600

    /// A change of everyday: two broken rules, an exception, a rename, a new file, one that is gone, one without a price.
    static func everyday() throws -> CheckReport {
        let exact = try EncodingChoice(encoding: "o200k_base")
        let claude = try EncodingChoice(encoding: "claude-v3")
        let prompts = [
            try Self.prompt("AGENTS.md", .unchanged, exact, before: 1_200, after: 1_200),
            try Self.prompt("prompts/greeting.prompt", .added, exact, before: nil, after: 85),
            try Self.prompt(
                "prompts/legacy.prompt",
                .modified,
                exact,
                before: 9_100,
                after: 9_150,
                findings: [
                    CheckFinding(
                        rule: .maximumTokens,
                        message: "9,150 tokens, 5,150 more than the 4,000 allowed",
                        status: .excepted(Self.exception()),
                        configurationLine: 4
                    )
                ]
            ) { $0.maximumTokens = PromptSettings.Setting(value: 4_000, line: 4) },
            try Self.prompt("prompts/old.md", .deleted, exact, before: 400, after: nil),
            try Self.prompt(
                "prompts/search/rank.md",
                .renamed,
                claude,
                before: 2_000,
                after: 1_980,
                from: "prompts/rank.md",
                model: "claude-sonnet-4-5",
                unchangedPrefix: 1_500
            ),
            try Self.prompt(
                "prompts/support/refund.md",
                .modified,
                exact,
                before: 4_000,
                after: 4_310,
                findings: Self.brokenFindings,
                notes: ["placeholders without a declared size are counted as written: {{history}}"],
                calls: 200_000
            ) {
                $0.maximumTokens = PromptSettings.Setting(value: 4_000, line: 4)
                $0.maximumGrowthPercent = PromptSettings.Setting(value: 5, line: 9)
                $0.maximumCostPerMonth = PromptSettings.Setting(value: .dollars(5_000), line: 9)
            },
            try Self.prompt(
                "prompts/trial.txt",
                .modified,
                exact,
                before: 10,
                after: 12,
                model: "house-model",
                unpriced: "the price book has no such model",
                notes: ["placeholders without a declared size are counted as written: {{history}}"]
            ),
        ]
        return CheckReport(
            base: CheckReport.Base(name: "HEAD", commit: "413d1a7c0b1e5d6f7a8b9c0d1e2f3a4b5c6d7e8f"),
            configuration: FilePath("tally.yml"),
            prompts: prompts,
            skipped: [
                CheckReport.Skipped(path: FilePath("prompts/logo.png"), name: "binary", explanation: "it is not text")
            ],
            book: .bundled,
            notes: ["the exception old-one of tally.yml has expired: it can be removed"]
        )
    }

    private static let brokenFindings = [
        CheckFinding(
            rule: .maximumTokens,
            message: "4,310 tokens, 310 more than the 4,000 allowed",
            status: .broken,
            configurationLine: 4
        ),
        CheckFinding(
            rule: .maximumGrowthPercent,
            message: "the change adds 310 tokens to 4,000 (7.8%), more than the 5% allowed",
            status: .broken,
            configurationLine: 9
        ),
    ]

    /// An exception that ends with 2026-11-30, nine days after ``now``.
    static func exception(
        _ name: String = "big-legacy",
        owner: String = "search team",
        reason: String = "is split up in Q1"
    ) -> PromptException {
        PromptException(
            name,
            from: ["max_tokens"],
            owner: owner,
            reason: reason,
            expires: Timestamp(millisecondsSince1970: 1_796_083_200_000),
            line: 20
        )
    }

    /// A report of some prompts.
    static func report(_ prompts: [CheckedPrompt], isCompared: Bool = true, notes: [String] = []) -> CheckReport {
        CheckReport(
            base: isCompared ? CheckReport.Base(name: "HEAD", commit: nil) : nil,
            configuration: FilePath("tally.yml"),
            prompts: prompts,
            skipped: [],
            book: .bundled,
            notes: notes
        )
    }

    /// A prompt whose tokens cost $2.50 a million.
    static func prompt(
        _ path: String,
        _ change: CheckedPrompt.Change,
        _ choice: EncodingChoice,
        before: Int?,
        after: Int?,
        from previousPath: String? = nil,
        model: String = "gpt-4o",
        unpriced: String? = nil,
        findings: [CheckFinding] = [],
        notes: [String] = [],
        calls: Int? = nil,
        unchangedPrefix: Int? = nil,
        settings adjust: (inout PromptSettings) -> Void = { _ in }
    ) throws -> CheckedPrompt {
        try Self.prompt(
            FilePath(path),
            change,
            choice,
            before: before,
            after: after,
            from: previousPath.map { FilePath($0) },
            model: model,
            unpriced: unpriced,
            findings: findings,
            notes: notes,
            calls: calls,
            unchangedPrefix: unchangedPrefix,
            settings: adjust
        )
    }

    /// The same for a path of any bytes.
    static func prompt(
        _ path: FilePath,
        _ change: CheckedPrompt.Change,
        _ choice: EncodingChoice,
        before: Int?,
        after: Int?,
        from previousPath: FilePath? = nil,
        model: String = "gpt-4o",
        unpriced: String? = nil,
        findings: [CheckFinding] = [],
        notes: [String] = [],
        calls: Int? = nil,
        unchangedPrefix: Int? = nil,
        settings adjust: (inout PromptSettings) -> Void = { _ in }
    ) throws -> CheckedPrompt {
        var settings = PromptSettings()
        settings.callsPerMonth = calls
        adjust(&settings)
        func measure(_ tokens: Int) -> PromptMeasure {
            let cost = Money(picodollars: Int128(tokens) * 2_500_000)
            return PromptMeasure(
                bytes: tokens * 4,
                tokens: tokens,
                writtenTokens: tokens,
                costPerCall: unpriced.map { .unpriced($0) } ?? .known(cost),
                costPerMonth: calls.map { calls in unpriced.map { .unpriced($0) } ?? .known(cost.times(calls)) }
            )
        }
        return CheckedPrompt(
            path: path,
            previousPath: previousPath,
            change: change,
            kind: .text,
            model: model,
            choice: choice,
            contextWindow: unpriced == nil ? 128_000 : nil,
            before: before.map(measure),
            after: after.map(measure),
            unchangedPrefix: unchangedPrefix,
            settings: settings,
            findings: findings,
            notes: notes
        )
    }

    /// What somebody may type to be taken for something else.
    static let hostileTexts = [
        "a\n::error::owned", "a\r\n##[error]owned", "a|b", "</td></tr></table>", "`rm -rf`", "\u{1B}[31mred\u{1B}[0m",
        "<script>alert(1)</script>", "<!-- tally check -->", "![x](http://x.example/y)", "@everyone", "a,b:c%0A",
        "\u{202E}gnp.exe", "a\u{2028}b", "```\n</details>", "'; DROP", "x\u{0}y", "&lt;b&gt;", "{{secret}}", "$x^2$",
        "\u{9B}31m", "-",
    ]

    /// A report in which everything that others write is `text`.
    static func hostile(_ text: String) throws -> CheckReport {
        let exact = try EncodingChoice(encoding: "o200k_base")
        let exception = Self.exception(text, owner: text, reason: text)
        let findings = [
            CheckFinding(rule: .maximumTokens, message: text, status: .broken, configurationLine: 3),
            CheckFinding(rule: .cachePrefix, message: text, status: .excepted(exception), configurationLine: 7),
        ]
        let prompt = try Self.prompt(
            FilePath(text),
            .renamed,
            exact,
            before: 10,
            after: 20,
            from: FilePath(text + "2"),
            model: text,
            findings: findings,
            notes: [text]
        )
        let unpriced = try Self.prompt("b", .modified, exact, before: 1, after: 2, unpriced: text)
        return CheckReport(
            base: CheckReport.Base(name: text, commit: nil),
            configuration: FilePath(text),
            prompts: [prompt, unpriced],
            skipped: [CheckReport.Skipped(path: FilePath(text), name: "binary", explanation: text)],
            book: .bundled,
            notes: [text]
        )
    }
}
