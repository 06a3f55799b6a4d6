/// Which calls a budget, a rule or an exception is about: those that meet all of its conditions.
public struct UsageSelector: Hashable, Sendable {
    /// What the tags have to be, by key.
    public var tags: [String: TagCondition]
    /// Patterns of which the model's name has to match one; any model if there are none.
    public var models: [NamePattern]
    /// Patterns of which the provider has to match one; any provider, also an unknown one, if there are none.
    public var providers: [NamePattern]

    /// Creates a selector without conditions, which selects every call.
    public init() {
        self.init(tags: [:])
    }

    /// Creates a selector of conditions.
    public init(tags: [String: TagCondition] = [:], models: [NamePattern] = [], providers: [NamePattern] = []) {
        self.tags = tags
        self.models = models
        self.providers = providers
    }

    /// Returns whether the selector is about a call.
    ///
    /// - Complexity: O(*n* log *m*) for *n* conditions and *m* tags, and the patterns.
    public func matches(tags: UsageTags, model: String, provider: String?) -> Bool {
        for (key, condition) in self.tags where !condition.matches(tags[key]) { return false }
        if !self.models.isEmpty, !self.models.contains(where: { $0.matches(model) }) { return false }
        if !self.providers.isEmpty {
            guard let provider, self.providers.contains(where: { $0.matches(provider) }) else { return false }
        }
        return true
    }
}

extension UsageSelector: ExpressibleByDictionaryLiteral {
    /// Creates a selector of conditions on tags; of a key that occurs twice the last condition stays.
    public init(dictionaryLiteral elements: (String, TagCondition)...) {
        self.init(tags: Dictionary(elements, uniquingKeysWith: { $1 }))
    }
}

/// What a tag has to be.
public enum TagCondition: Hashable, Sendable {
    /// This value.
    case equals(String)
    /// One of these values.
    case anyOf(Set<String>)
    /// Any value.
    case present
    /// No value.
    case absent

    /// Returns whether the value of the tag, nil if there is none, meets the condition.
    public func matches(_ value: String?) -> Bool {
        switch self {
        case .equals(let wanted): value == wanted
        case .anyOf(let wanted): value.map(wanted.contains) ?? false
        case .present: value != nil
        case .absent: value == nil
        }
    }
}
