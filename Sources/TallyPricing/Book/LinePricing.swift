/// Turns the quantities of one request into price lines.
struct LinePricing {
    private let usage: TokenUsage
    private let resolver: PriceResolver
    private let missingRates: PriceBook.MissingRates
    private(set) var lines: [PriceLine] = []
    private(set) var unpriced: [Unpriced] = []

    init(usage: TokenUsage, resolver: PriceResolver, missingRates: PriceBook.MissingRates) {
        self.usage = usage
        self.resolver = resolver
        self.missingRates = missingRates
    }

    /// Notes a quantity without a price.
    mutating func leaveUnpriced(_ counter: UsageCounter, _ quantity: Int, _ reason: UnpricedReason) {
        self.unpriced.append(Unpriced(counter: counter, quantity: quantity, reason: reason))
    }

    /// Adds the line of a quantity, or one for each band of a marginal price, or notes why there is none.
    mutating func charge(_ counter: UsageCounter, _ quantity: Int) {
        let rated =
            switch self.missingRates {
            case .inherited: counter.nearestRated { self.resolver.ownPrice(of: $0) != nil }
            case .unpriced: self.resolver.ownPrice(of: counter) == nil ? [] : Set([counter])
            }
        guard rated.count <= 1 else { return self.leaveUnpriced(counter, quantity, .ambiguousRate) }
        guard let priced = rated.first, let source = self.resolver.ownPrice(of: priced) else {
            let isKnown = self.resolver.hasPriceAtAnotherTime(for: counter)
            return self.leaveUnpriced(counter, quantity, isKnown ? .notInForce : .noRate)
        }
        let modifiers = self.resolver.modifiers(on: source, of: counter)
        var lines: [PriceLine] = []
        for band in self.bands(of: source.price, quantity: quantity) {
            guard let line = Self.line(counter, band, priced, source, modifiers) else {
                return self.leaveUnpriced(counter, quantity, .amountTooLarge)
            }
            lines.append(line)
        }
        self.lines += lines
    }

    /// A quantity that one amount of a price is for.
    private struct Band {
        let quantity: Int
        let charged: Int
        let amount: Money
        let tier: PriceThreshold?
    }

    private func bands(of price: Price, quantity: Int) -> [Band] {
        let charged = max(quantity, price.minimumQuantity)
        guard price.tierEffect == .marginal, !price.tiers.isEmpty else {
            let tier = price.tiers.last { $0.threshold.isReached(by: self.measured($0.threshold.metric, charged)) }
            return [
                Band(quantity: quantity, charged: charged, amount: tier?.amount ?? price.amount, tier: tier?.threshold)
            ]
        }
        var bands: [Band] = []
        var below = 0
        var (amount, tier): (Money, PriceThreshold?) = (price.amount, nil)
        for next in price.tiers {
            let value = next.threshold.value
            let limit = next.threshold.comparison == .above ? value : value.subtractingSaturated(1)
            let end = min(max(limit, below), charged)
            bands.append(
                Band(
                    quantity: min(end, quantity) - min(below, quantity),
                    charged: end - below,
                    amount: amount,
                    tier: tier
                )
            )
            (below, amount, tier) = (end, next.amount, next.threshold)
        }
        let rest = quantity - min(below, quantity)
        bands.append(Band(quantity: rest, charged: charged - below, amount: amount, tier: tier))
        return bands.filter { $0.charged > 0 }
    }

    private func measured(_ metric: PriceThreshold.Metric, _ quantity: Int) -> Int {
        switch metric {
        case .inputTotal: self.usage.inputTotal ?? 0
        case .outputTotal: self.usage.outputTotal ?? 0
        case .quantity: quantity
        }
    }

    private static func line(
        _ counter: UsageCounter,
        _ band: Band,
        _ priced: UsageCounter,
        _ source: PriceResolver.Source,
        _ modifiers: [PriceModifier]
    ) -> PriceLine? {
        let per = source.price.per
        let factors = source.factors(with: modifiers)
        let factor = factors.reduce(PriceFactor.one as PriceFactor?) { $0?.multiplied(by: $1.factor) }
        guard let factor,
            let amount = PriceArithmetic.amount(of: band.charged, at: band.amount, per: per, times: factor)
        else { return nil }
        return PriceLine(
            counter: counter,
            quantity: band.quantity,
            chargedQuantity: band.charged,
            rate: band.amount,
            per: per,
            amount: amount,
            reason: source.reason(inheritedFrom: priced == counter ? nil : priced, tier: band.tier, factors: factors)
        )
    }
}
