internal import TallyMetering

/// What a call has to be like to be counted: `team=search`, `model=gpt-4*`, `team!=batch`, `customer=` for those without.
public struct RowCondition: Hashable, Sendable {
    /// What is compared.
    public var dimension: Dimension
    /// The pattern, in which `*` stands for any characters; empty for calls that do not have the text.
    public var pattern: String
    /// Whether the pattern must not match.
    public var isNegated: Bool

    /// Creates a condition.
    public init(_ dimension: Dimension, _ pattern: String, isNegated: Bool = false) {
        self.dimension = dimension
        self.pattern = pattern
        self.isNegated = isNegated
    }

    func holds(for record: UsageRecord) -> Bool {
        self.holds(for: record.text(of: self.dimension))
    }

    func holds(for text: String?) -> Bool {
        guard let text else { return self.pattern.isEmpty != self.isNegated }
        guard !self.pattern.isEmpty else { return self.isNegated }
        return NamePattern(self.pattern).matches(text) != self.isNegated
    }
}
