extension TokenUsage {
    /// Input tokens that no cache served or kept.
    public var inputUncached: Int? {
        get { self[.inputUncached] }
        set { self[.inputUncached] = newValue }
    }

    /// Input tokens read from a cache.
    public var cacheRead: Int? {
        get { self[.cacheRead] }
        set { self[.cacheRead] = newValue }
    }

    /// Input tokens written to a cache that keeps them five minutes.
    public var cacheWrite5m: Int? {
        get { self[.cacheWrite5m] }
        set { self[.cacheWrite5m] = newValue }
    }

    /// Input tokens written to a cache that keeps them one hour.
    public var cacheWrite1h: Int? {
        get { self[.cacheWrite1h] }
        set { self[.cacheWrite1h] = newValue }
    }

    /// Input tokens written to a cache that keeps them another or an unknown time.
    public var cacheWriteOther: Int? {
        get { self[.cacheWriteOther] }
        set { self[.cacheWriteOther] = newValue }
    }

    /// Input tokens that the provider's own tools put into the prompt.
    public var toolUsePrompt: Int? {
        get { self[.toolUsePrompt] }
        set { self[.toolUsePrompt] = newValue }
    }

    /// Output tokens that are neither reasoning nor citations.
    public var outputText: Int? {
        get { self[.outputText] }
        set { self[.outputText] = newValue }
    }

    /// Output tokens spent on reasoning.
    public var reasoning: Int? {
        get { self[.reasoning] }
        set { self[.reasoning] = newValue }
    }

    /// Requests: nil stands for one.
    public var requests: Int? {
        get { self[.requests] }
        set { self[.requests] = newValue }
    }
}
