internal import TallyEstimation

/// The sums of a report.
struct CheckTotals {
    private(set) var prompts = 0
    private(set) var tokensBefore = 0
    private(set) var tokensAfter = 0
    /// Prompts that could not be counted; they are in no sum.
    private(set) var uncounted = 0
    /// Prompts whose cost, or the change of it, is not known; they are in no sum of money.
    private(set) var unpriced = 0
    /// What a thousand calls of each prompt cost, and how much of that the change adds.
    private(set) var costPerThousand = Money.zero
    private(set) var thousandDifference = Money.zero
    /// The same for a month, over the prompts that say how many calls it has.
    private(set) var costPerMonth = Money.zero
    private(set) var monthDifference = Money.zero
    /// How many prompts those are.
    private(set) var withVolume = 0
    private(set) var broken = 0
    private(set) var excepted = 0

    init(_ prompts: [CheckedPrompt]) {
        for prompt in prompts { self.add(prompt) }
    }

    /// The tokens that the changes add, over what could be counted.
    var tokenDifference: Int { self.tokensAfter - self.tokensBefore }

    private mutating func add(_ prompt: CheckedPrompt) {
        self.prompts += 1
        self.broken += prompt.findings.count(where: \.isBroken)
        self.excepted += prompt.excepted.count
        guard let difference = prompt.tokenDifference else {
            self.uncounted += 1
            return
        }
        let after = prompt.after?.tokens ?? 0
        self.tokensAfter += after
        self.tokensBefore += after - difference
        guard let thousandDifference = prompt.thousandDifference else {
            self.unpriced += 1
            return
        }
        self.thousandDifference += thousandDifference
        self.costPerThousand += prompt.after?.costPerThousand.money ?? .zero
        if let monthDifference = prompt.monthDifference {
            self.withVolume += 1
            self.monthDifference += monthDifference
            self.costPerMonth += prompt.after?.costPerMonth?.money ?? .zero
        }
    }
}

extension CheckReport {
    var totals: CheckTotals { CheckTotals(self.prompts) }

    /// The report in one sentence: `3 prompts, +1,240 tokens a call, +$3.10 per 1,000 calls; 1 rule broken`.
    var summary: String {
        let totals = self.totals
        var parts = [NumberText.counted(totals.prompts, "prompt")]
        let isPriced = totals.unpriced + totals.uncounted < totals.prompts
        if self.base == nil {
            parts.append("\(NumberText.counted(totals.tokensAfter, "token")) a call")
            if isPriced { parts.append("\(MoneyText.short(totals.costPerThousand)) per 1,000 calls") }
            if totals.withVolume > 0 { parts.append("\(MoneyText.short(totals.costPerMonth)) a month") }
        } else {
            parts.append("\(ChangeText.signed(totals.tokenDifference, "token")) a call")
            if isPriced { parts.append("\(ChangeText.signed(totals.thousandDifference)) per 1,000 calls") }
            if totals.withVolume > 0 { parts.append("\(ChangeText.signed(totals.monthDifference)) a month") }
        }
        if totals.unpriced > 0 { parts.append("\(NumberText.grouped(totals.unpriced)) unpriced") }
        if totals.uncounted > 0 { parts.append("\(NumberText.grouped(totals.uncounted)) not counted") }
        return parts.joined(separator: ", ") + "; " + self.verdict
    }

    /// How the rules are kept: `1 rule broken, 2 excepted`.
    var verdict: String {
        let totals = self.totals
        var parts: [String] = []
        if totals.broken > 0 { parts.append("\(NumberText.counted(totals.broken, "rule")) broken") }
        if totals.excepted > 0 { parts.append("\(NumberText.grouped(totals.excepted)) excepted") }
        return parts.isEmpty ? "no rule broken" : parts.joined(separator: ", ")
    }
}
