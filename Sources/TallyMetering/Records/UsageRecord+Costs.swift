public import TallyPricing

/// Who says what a call costs.
///
/// The raw values are stable and a bounded set, safe as metric labels.
public enum CostSource: String, Hashable, Codable, Sendable, CaseIterable {
    /// The provider said it.
    case provider
    /// It was worked out from the usage by a price book.
    case catalogue
}

extension UsageRecord {
    /// What the call costs, further samplings included: what the provider says, else what the price book does.
    ///
    /// Nil if the provider does not say and a part has no known price, or nothing has been priced.
    public var totalCost: Money? {
        self.providerCost ?? self.catalogueCost
    }

    /// Who says ``totalCost``; nil if nobody knows it.
    public var costSource: CostSource? {
        if self.providerCost != nil { return .provider }
        return self.catalogueCost == nil ? nil : .catalogue
    }

    /// What the call costs by the price book, further samplings included.
    ///
    /// Nil if a part of it has no known price, or has not been priced.
    public var catalogueCost: Money? {
        guard var sum = self.cost?.total, self.samplingCosts.count == self.furtherSamplings.count else { return nil }
        for cost in self.samplingCosts {
            guard let total = cost.total else { return nil }
            sum += total
        }
        return sum
    }

    /// What is known of the cost: ``totalCost``, or else the sum of all parts that have a price.
    public var knownCost: Money {
        self.providerCost ?? self.pricedCost
    }

    /// The sum of all parts that have a price in the price book.
    public var pricedCost: Money {
        self.samplingCosts.reduce(self.cost?.pricedTotal ?? .zero) { $0 + $1.pricedTotal }
    }

    /// How much more the provider says than the price book; nil unless both know the cost.
    public var costDrift: Money? {
        guard let providerCost, let catalogueCost else { return nil }
        return providerCost - catalogueCost
    }

    /// All input tokens of the call, further samplings included; nil if nobody said.
    public var inputTokens: Int? { self.sum(\.inputTotal) }

    /// All output tokens of the call, further samplings included; nil if nobody said.
    public var outputTokens: Int? { self.sum(\.outputTotal) }

    /// All tokens of the call, further samplings included; nil if nobody said.
    public var totalTokens: Int? { self.sum(\.total) }

    private func sum(_ tokens: (TokenUsage) -> Int?) -> Int? {
        self.furtherSamplings.reduce(tokens(self.usage)) { sum, sampling in
            guard let further = tokens(sampling.usage) else { return sum }
            return (sum ?? 0).addingSaturated(further)
        }
    }
}
