public import TallyMetering

/// Rules that do not hold for some prompts until a day, and who answers for that.
public struct PromptException: Hashable, Sendable {
    /// The name, which reports show.
    public var name: String
    /// Patterns of the names of rules: `max_tokens`, `max_growth_*`.
    public var rules: [NamePattern]
    /// Patterns of paths, as in `.gitignore`; empty for every prompt.
    public var files: [String]
    /// Who answers for it.
    public var owner: String
    /// Why it is needed.
    public var reason: String
    /// The moment from which on it no longer holds.
    public var expires: Timestamp
    /// Where it begins in the file, from 1; 0 for one that no file has.
    public var line: Int

    /// Creates an exception.
    public init(
        _ name: String,
        from rules: [NamePattern],
        files: [String] = [],
        owner: String,
        reason: String,
        expires: Timestamp,
        line: Int = 0
    ) {
        self.name = name
        self.rules = rules
        self.files = files
        self.owner = owner
        self.reason = reason
        self.expires = expires
        self.line = line
    }
}
