public import TallyMetering
public import TallyPricing

/// What is asked of the prompts at some paths, and what is known about them; nil is not said.
public struct PromptRule: Hashable, Sendable {
    /// Patterns of paths, as in `.gitignore`; empty for every prompt.
    public var files: [String]
    /// The model that the prompts are sent to.
    public var model: String?
    /// How many calls a month are made with each of them.
    public var callsPerMonth: Int?
    /// The output tokens to expect of a call.
    public var outputTokens: Int?
    /// How many tokens each of a template's placeholders stands for, by its name.
    public var placeholders: [String: Int]
    /// Whether a front matter (`---` … `---`) is sent to the model and counted.
    public var countsFrontMatter: Bool?
    /// The most tokens of a prompt.
    public var maximumTokens: Int?
    /// The most that a call may cost.
    public var maximumCostPerCall: Money?
    /// The most that the calls of a month may cost.
    public var maximumCostPerMonth: Money?
    /// The most tokens that a change may add to a prompt.
    public var maximumGrowthTokens: Int?
    /// The most that a change may add to a prompt, in per cent of what it was.
    public var maximumGrowthPercent: Int?
    /// How many tokens at the start of a prompt a change has to leave as they are, so that providers' caches still serve
    /// them.
    public var cachePrefixTokens: Int?
    /// The models that may be used; nil for any.
    public var approvedModels: [NamePattern]?
    /// Where the rule begins in the file, from 1; 0 for one that no file has.
    public var line: Int

    /// Creates a rule that asks for nothing.
    public init(files: [String] = [], line: Int = 0) {
        self.files = files
        self.placeholders = [:]
        self.line = line
    }
}
