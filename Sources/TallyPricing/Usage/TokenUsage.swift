/// What a provider says that one request used.
///
/// Every counter is optional: nil means that the provider did not say, 0 that it said zero. The token classes are
/// disjoint, so that nothing is charged twice: input that a cache served is in ``cacheRead`` and *not* in
/// ``inputUncached``, reasoning is in ``reasoning`` and not in ``outputText``.
///
/// ```swift
/// let usage = TokenUsage(inputUncached: 1_200, cacheRead: 30_000, outputText: 400, reasoning: 2_000)
/// usage.inputTotal   // 31200
/// ```
public struct TokenUsage: Hashable, Sendable {
    private struct Entry: Hashable, Sendable {
        let counter: UsageCounter
        var quantity: Int
    }

    // Few of the counters are ever said; in the order of `UsageCounter.position`, each at most once.
    private var entries: [Entry]

    /// Creates a usage that says what the arguments say.
    ///
    /// Further counters are set by subscript.
    public init(
        inputUncached: Int? = nil,
        cacheRead: Int? = nil,
        cacheWrite5m: Int? = nil,
        cacheWrite1h: Int? = nil,
        cacheWriteOther: Int? = nil,
        toolUsePrompt: Int? = nil,
        outputText: Int? = nil,
        reasoning: Int? = nil
    ) {
        self.entries = []
        self[.inputUncached] = inputUncached
        self[.cacheRead] = cacheRead
        self[.cacheWrite5m] = cacheWrite5m
        self[.cacheWrite1h] = cacheWrite1h
        self[.cacheWriteOther] = cacheWriteOther
        self[.toolUsePrompt] = toolUsePrompt
        self[.outputText] = outputText
        self[.reasoning] = reasoning
    }

    /// Creates a usage that says `quantities`.
    public init(_ quantities: [UsageCounter: Int]) {
        self.entries = quantities.map { Entry(counter: $0.key, quantity: $0.value) }
            .sorted { $0.counter.position < $1.counter.position }
    }

    /// The quantity of `counter`: nil if the provider did not say.
    ///
    /// - Complexity: O(*n*) in the number of counters said.
    public subscript(counter: UsageCounter) -> Int? {
        get { self.entries.first { $0.counter == counter }?.quantity }
        set {
            let position = counter.position
            let index = self.entries.firstIndex { $0.counter.position >= position } ?? self.entries.endIndex
            let isSaid = index < self.entries.endIndex && self.entries[index].counter == counter
            switch (newValue, isSaid) {
            case (let quantity?, true): self.entries[index].quantity = quantity
            case (let quantity?, false): self.entries.insert(Entry(counter: counter, quantity: quantity), at: index)
            case (nil, true): self.entries.remove(at: index)
            case (nil, false): break
            }
        }
    }

    /// The counters that the provider said, in the order of ``UsageCounter``.
    public var counters: [UsageCounter] {
        self.entries.map(\.counter)
    }

    /// Calls `body` with each counter that was said and its quantity, in the order of ``UsageCounter``.
    package func forEach<Failure: Error>(_ body: (UsageCounter, Int) throws(Failure) -> Void) throws(Failure) {
        for entry in self.entries { try body(entry.counter, entry.quantity) }
    }

    /// Whether no part of a class was said, and nothing is negative.
    var isPlain: Bool {
        self.entries.allSatisfy { $0.counter.whole == nil && $0.quantity >= 0 }
    }

    /// Whether the provider said nothing, or nothing but the number of requests.
    var saysRequestsOnly: Bool {
        self.entries.allSatisfy { $0.counter == .requests }
    }

    /// Whether the provider said nothing at all.
    public var isEmpty: Bool {
        self.entries.isEmpty
    }
}

extension UsageCounter {
    /// The counter's place in the order of declaration.
    package var position: Int {
        // A case without a payload is stored as its number; a test compares with `allCases`.
        Int(unsafe unsafeBitCast(self, to: UInt8.self))
    }
}
