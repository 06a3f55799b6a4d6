/// What a counter is charged by: of one model, at one instant, under one set of conditions.
enum CounterRate: Sendable {
    /// A price applies.
    case charged(ChargedRate)
    /// No price applies.
    case unpriced(UnpricedReason)
}

/// A price with everything that is the same for every quantity; shared, because copying it would take longer than charging.
final class ChargedRate: Sendable {
    /// The price, before factors.
    let price: Price
    /// All factors multiplied; nil where the product is too long to be exact, so that no amount can be stated.
    let factor: PriceFactor?
    /// Why the price applies, below its first tier.
    let reason: PriceReason

    init(price: Price, factor: PriceFactor?, reason: PriceReason) {
        self.price = price
        self.factor = factor
        self.reason = reason
    }
}

extension PriceResolver {
    /// Returns what `counter` is charged by.
    func rate(of counter: UsageCounter) -> CounterRate {
        let rated: Set<UsageCounter> =
            switch self.missingRates {
            case .inherited: counter.nearestRated { self.ownPrice(of: $0) != nil }
            case .unpriced: self.ownPrice(of: counter) == nil ? [] : [counter]
            }
        guard rated.count <= 1 else { return .unpriced(.ambiguousRate) }
        guard let priced = rated.first, let source = self.ownPrice(of: priced) else {
            return .unpriced(self.hasPriceAtAnotherTime(for: counter) ? .notInForce : .noRate)
        }
        let factors = source.factors(with: self.modifiers(on: source, of: counter))
        return .charged(
            ChargedRate(
                price: source.price,
                factor: factors.reduce(PriceFactor.one as PriceFactor?) { $0?.multiplied(by: $1.factor) },
                reason: source.reason(inheritedFrom: priced == counter ? nil : priced, tier: nil, factors: factors)
            )
        )
    }
}
