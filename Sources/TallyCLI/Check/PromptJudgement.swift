internal import TallyConfiguration
internal import TallyEstimation
internal import TallyMetering

/// Holds a measured prompt against what is asked of it.
struct PromptJudgement {
    let path: FilePath
    let change: CheckedPrompt.Change
    let model: String
    let window: Int?
    let settings: PromptSettings
    let before: PromptMeasure?
    let unchangedPrefix: Int?
    let selection: PromptSelection
    let now: Timestamp

    /// What the prompt breaks, in the order of the rules.
    func findings(about after: PromptMeasure) -> [CheckFinding] {
        var findings: [CheckFinding] = []
        func find(_ rule: CheckRule, _ line: Int?, _ message: String) {
            findings.append(self.finding(rule, line, message))
        }
        let tokens = NumberText.counted(after.tokens, "token")
        if let most = self.settings.maximumTokens, after.tokens > most.value {
            let excess = NumberText.grouped(after.tokens - most.value)
            find(
                .maximumTokens,
                most.line,
                "\(tokens), \(excess) more than the \(NumberText.grouped(most.value)) allowed"
            )
        }
        self.judgeCosts(of: after, find)
        self.judgeGrowth(to: after, find)
        if let wanted = self.settings.cachePrefixTokens, let kept = self.unchangedPrefix, let before {
            let needed = min(wanted.value, before.writtenTokens)
            if kept < needed {
                find(
                    .cachePrefix,
                    wanted.line,
                    "the change leaves the first \(NumberText.grouped(kept)) tokens as they were; the first "
                        + "\(NumberText.grouped(needed)) have to stay, or providers' caches serve the prompt no longer"
                )
            }
        }
        if let approved = self.settings.approvedModels, !approved.value.contains(where: { $0.matches(self.model) }) {
            let list =
                approved.value.isEmpty
                ? "none is" : "approved are " + approved.value.map(\.text).joined(separator: ", ")
            find(.approvedModels, approved.line, "the model \(self.model) is not approved; \(list)")
        }
        if let window, after.tokens > window {
            find(.contextWindow, nil, "\(tokens), but \(self.model) takes at most \(NumberText.grouped(window))")
        }
        return findings
    }

    /// A finding about a prompt that can not be counted; nothing excepts it.
    static func uncountable(_ message: String) -> CheckFinding {
        CheckFinding(rule: .countable, message: message, status: .broken, configurationLine: nil)
    }

    private func judgeCosts(of after: PromptMeasure, _ find: (CheckRule, Int?, String) -> Void) {
        var unpriced: (line: Int, reason: String)?
        func judge(
            _ rule: CheckRule,
            _ most: PromptSettings.Setting<Money>?,
            _ cost: PromptMeasure.Cost?,
            _ what: String
        ) {
            guard let most, let cost else { return }
            switch cost {
            case .known(let money):
                guard money > most.value else { return }
                let limit = MoneyText.exact(most.value)
                find(rule, most.line, "\(what) \(MoneyText.short(money)), more than the \(limit) allowed")
            case .unpriced(let reason): unpriced = (most.line, reason)
            }
        }
        judge(.maximumCostPerCall, self.settings.maximumCostPerCall, after.costPerCall, "a call costs")
        let calls = self.settings.callsPerMonth.map { NumberText.counted($0, "call") } ?? "the calls"
        judge(.maximumCostPerMonth, self.settings.maximumCostPerMonth, after.costPerMonth, "\(calls) a month cost")
        if let unpriced {
            find(
                .priced,
                unpriced.line,
                "the cost is limited, but what \(self.model) costs is not known (\(unpriced.reason)); name a model that "
                    + "'tally prices' knows"
            )
        }
    }

    private func judgeGrowth(to after: PromptMeasure, _ find: (CheckRule, Int?, String) -> Void) {
        guard let before, self.change == .modified || self.change == .renamed else { return }
        let growth = after.tokens - before.tokens
        guard growth > 0 else { return }
        let text = "the change adds \(NumberText.counted(growth, "token")) to \(NumberText.grouped(before.tokens))"
        if let most = self.settings.maximumGrowthTokens, growth > most.value {
            find(.maximumGrowthTokens, most.line, "\(text), more than the \(NumberText.grouped(most.value)) allowed")
        }
        if let most = self.settings.maximumGrowthPercent,
            Int128(growth) * 100 > Int128(most.value) * Int128(before.tokens)
        {
            let share = before.tokens > 0 ? " (\(NumberText.share(growth, of: before.tokens)))" : ""
            find(.maximumGrowthPercent, most.line, "\(text)\(share), more than the \(most.value)% allowed")
        }
    }

    private func finding(_ rule: CheckRule, _ line: Int?, _ message: String) -> CheckFinding {
        let exceptions = self.selection.exceptions(from: rule, for: self.path)
        let line = line.flatMap { $0 > 0 ? $0 : nil }
        if let exception = exceptions.first(where: { self.now < $0.expires }) {
            return CheckFinding(rule: rule, message: message, status: .excepted(exception), configurationLine: line)
        }
        let ended = exceptions.max { $0.expires < $1.expires }.map { exception in
            "; the exception '\(exception.name)' of \(exception.owner) ended on \(exception.lastDay)"
        }
        return CheckFinding(rule: rule, message: message + (ended ?? ""), status: .broken, configurationLine: line)
    }
}

extension PromptException {
    /// The last day on which it holds, in UTC, as `2026-12-31`.
    var lastDay: String {
        // A date in the file stands for its end, which is the next day's start.
        CalendarDay(secondsSince1970: (self.expires.millisecondsSince1970 - 1) / 1_000).text
    }
}
