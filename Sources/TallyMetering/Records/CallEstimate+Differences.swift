public import TallyPricing

extension UsageRecord {
    /// How many input tokens more than estimated were used; nil without an estimate, or if nobody said.
    public var inputDifference: Int? {
        guard let estimate, let inputTokens else { return nil }
        return inputTokens.subtractingSaturated(estimate.inputTokens)
    }

    /// How many output tokens more than expected were used; nil if nobody expected a number, or nobody said one.
    public var outputDifference: Int? {
        guard let expected = self.estimate?.outputTokens, let outputTokens else { return nil }
        return outputTokens.subtractingSaturated(expected)
    }

    /// How much more than estimated the call costs; nil unless both are known.
    public var costDifference: Money? {
        guard let expected = self.estimate?.cost, let totalCost else { return nil }
        return totalCost - expected
    }
}
