public import TallyMetering
internal import TallyPricing

/// A policy as a file says it, where the file wants records to go, and what it asks of prompts.
///
/// ```swift
/// let document = try PolicyDocument(yaml: text, file: "tally.yml")
/// let gate = try UsageGate(document.policy)
/// let exporters = try document.exporters.makeExporters(in: "production")
/// ```
public struct PolicyDocument: Hashable, Sendable {
    /// The policy.
    public let policy: UsagePolicy
    /// Where records go.
    public let exporters: ExporterPlans
    /// What is asked of prompts.
    public let prompts: PromptPolicy
    /// When finished work was worth its tokens.
    public let efficiency: EfficiencyRules
    /// Which model does which work.
    public let routing: RoutingPolicy
    /// Sections of the file that are there and that are in none of these: other parts of Tally read them.
    public let otherSections: [String]
    /// The SHA-256 of the text in lower-case hexadecimal digits.
    public let contentHash: String

    /// Reads a text of YAML.
    ///
    /// - Parameters:
    ///   - text: The text, of at most a mebibyte.
    ///   - file: What the file is called in errors.
    /// - Throws: ``ConfigurationError`` with every mistake of the text. Where it is no YAML, that is the only one.
    /// - Complexity: O(*n*) in the size of the text.
    public init(yaml text: String, file: String = "tally.yml") throws(ConfigurationError) {
        let root = try YAMLFile.read(text, file: file)
        var reader = FileReader(file: file)
        let (policy, reserved) = reader.policy(root)
        let exporters = reader.exporters(root)
        let prompts = reader.prompts(root)
        let efficiency = reader.efficiency(root)
        let routing = reader.routing(root)
        guard reader.problems.isEmpty else { throw ConfigurationError(reader.problems) }
        self.policy = policy
        self.exporters = exporters
        self.prompts = prompts
        self.efficiency = efficiency
        self.routing = routing
        self.otherSections = reserved
        self.contentHash = SHA256.hexDigest(of: Array(text.utf8))
    }
}
