internal import TallyConfiguration
internal import TallyEstimation
internal import TallyMetering

/// What holds for one prompt, put together from all rules about its path.
struct PromptSettings {
    /// A value and the line of `tally.yml` that says it; 0 for one that no file says.
    struct Setting<Value> {
        let value: Value
        let line: Int
    }

    var model: Setting<String>?
    var callsPerMonth: Int?
    var outputTokens: Int?
    var placeholders: [String: Int] = [:]
    var countsFrontMatter: Bool?
    var maximumTokens: Setting<Int>?
    var maximumCostPerCall: Setting<Money>?
    var maximumCostPerMonth: Setting<Money>?
    var maximumGrowthTokens: Setting<Int>?
    var maximumGrowthPercent: Setting<Int>?
    var cachePrefixTokens: Setting<Int>?
    var approvedModels: Setting<[NamePattern]>?

    /// Takes over what a rule says, over what earlier ones said.
    mutating func apply(_ rule: PromptRule) {
        func setting<Value>(_ value: Value?, over earlier: Setting<Value>?) -> Setting<Value>? {
            value.map { Setting(value: $0, line: rule.line) } ?? earlier
        }
        self.model = setting(rule.model, over: self.model)
        self.callsPerMonth = rule.callsPerMonth ?? self.callsPerMonth
        self.outputTokens = rule.outputTokens ?? self.outputTokens
        self.placeholders.merge(rule.placeholders) { $1 }
        self.countsFrontMatter = rule.countsFrontMatter ?? self.countsFrontMatter
        self.maximumTokens = setting(rule.maximumTokens, over: self.maximumTokens)
        self.maximumCostPerCall = setting(rule.maximumCostPerCall, over: self.maximumCostPerCall)
        self.maximumCostPerMonth = setting(rule.maximumCostPerMonth, over: self.maximumCostPerMonth)
        self.maximumGrowthTokens = setting(rule.maximumGrowthTokens, over: self.maximumGrowthTokens)
        self.maximumGrowthPercent = setting(rule.maximumGrowthPercent, over: self.maximumGrowthPercent)
        self.cachePrefixTokens = setting(rule.cachePrefixTokens, over: self.cachePrefixTokens)
        self.approvedModels = setting(rule.approvedModels, over: self.approvedModels)
    }
}
