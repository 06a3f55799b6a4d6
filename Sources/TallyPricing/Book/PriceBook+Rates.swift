/// The price of one counter under given conditions, and why: for listings.
public struct PriceRate: Hashable, Sendable {
    /// What is charged for.
    public let counter: UsageCounter
    /// The price in the list, before factors.
    public let price: Price
    /// Which list it is from, when it holds, and the factors on it.
    public let reason: PriceReason
}

extension PriceBook {
    /// Returns the counters that have a price of their own for `model` under `conditions`, in the order of
    /// ``UsageCounter``.
    ///
    /// What is not among them takes its parent's rate, or is unpriced; see ``UsageCounter/parents``.
    public func rates(of model: PricedModel, conditions: PricingConditions = PricingConditions()) -> [PriceRate] {
        let resolver = PriceResolver(book: self, model: model, conditions: conditions)
        return UsageCounter.allCases.compactMap { counter in
            resolver.ownPrice(of: counter).map { source in
                let factors = source.factors(with: resolver.modifiers(on: source, of: counter))
                return PriceRate(
                    counter: counter,
                    price: source.price,
                    reason: source.reason(inheritedFrom: nil, tier: nil, factors: factors)
                )
            }
        }
    }
}
