extension TokenUsage {
    /// All input tokens, cached and written ones and those of the provider's tools included.
    ///
    /// Nil if no class of input was said. Sums stay at `Int.max` and never trap.
    public var inputTotal: Int? {
        self.sum(of: UsageCounter.inputClasses)
    }

    /// All output tokens, reasoning and citations included.
    ///
    /// Nil if no class of output was said. Sums stay at `Int.max` and never trap.
    public var outputTotal: Int? {
        self.sum(of: UsageCounter.outputClasses)
    }

    /// All tokens: ``inputTotal`` and ``outputTotal``.
    public var total: Int? {
        var sum: Int?
        self.forEach { counter, quantity in
            if counter.isClass { sum = (sum ?? 0).addingSaturated(quantity) }
        }
        return sum
    }

    private func sum(of counters: [UsageCounter]) -> Int? {
        counters.reduce(nil) { sum, counter in
            guard let quantity = self[counter] else { return sum }
            return (sum ?? 0).addingSaturated(quantity)
        }
    }

    /// No usage, of no request: what a sum starts from.
    public static let none = TokenUsage([.requests: 0])

    /// Returns what both used together.
    ///
    /// A counter that only one of them said is that one's; one that neither said stays nil. Since a usage that does not
    /// count requests is one request, the sum always does. Sums stay at `Int.max` and never trap.
    ///
    /// Price requests, then add the money: thresholds, minimums and fees look at one request, so the price of a sum is
    /// not the sum of the prices.
    public static func + (left: TokenUsage, right: TokenUsage) -> TokenUsage {
        var sum = left
        for counter in right.counters {
            if let quantity = right[counter] {
                sum[counter] = (left[counter] ?? 0).addingSaturated(quantity)
            }
        }
        sum.requests = (left.requests ?? 1).addingSaturated(right.requests ?? 1)
        return sum
    }

    /// Adds what another request used; see ``+(_:_:)``.
    public static func += (left: inout TokenUsage, right: TokenUsage) {
        left = left + right
    }
}

extension TokenUsage: CustomStringConvertible {
    /// The counters that were said, for people: `input_uncached 1200, output_text 400`.
    public var description: String {
        self.counters.map { "\($0.rawValue) \(self[$0] ?? 0)" }.joined(separator: ", ")
    }
}

extension TokenUsage: Codable {
    private struct Key: CodingKey {
        let stringValue: String
        var intValue: Int? { nil }

        init(stringValue: String) {
            self.stringValue = stringValue
        }

        init?(intValue: Int) {
            nil
        }
    }

    /// Reads an object from counter names to quantities.
    ///
    /// - Throws: `DecodingError.dataCorrupted` for a name that is no counter: skipping it would lose spend.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Key.self)
        self.init()
        for key in container.allKeys {
            guard let counter = UsageCounter(rawValue: key.stringValue) else {
                throw DecodingError.dataCorruptedError(
                    forKey: key,
                    in: container,
                    debugDescription: "there is no usage counter of this name"
                )
            }
            self[counter] = try container.decode(Int?.self, forKey: key)
        }
    }

    /// Writes an object from counter names to quantities; what was not said is absent.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        for counter in self.counters {
            try container.encode(self[counter], forKey: Key(stringValue: counter.rawValue))
        }
    }
}

extension Int {
    /// Returns the sum, at most `max` and at least `min`.
    package func addingSaturated(_ other: Int) -> Int {
        let (sum, overflow) = self.addingReportingOverflow(other)
        return overflow ? (other > 0 ? .max : .min) : sum
    }
}
