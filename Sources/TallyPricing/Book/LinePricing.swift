/// Turns the quantities of one request into price lines.
struct LinePricing {
    private let usage: TokenUsage
    private(set) var lines: [PriceLine] = []
    private(set) var unpriced: [Unpriced] = []

    init(usage: TokenUsage) {
        self.usage = usage
    }

    /// Adds the lines of everything that was used, charged by `rate`.
    mutating func chargeAll(by rate: (UsageCounter) -> CounterRate) {
        self.lines.reserveCapacity(4)
        if self.usage.isPlain {
            // Most are: then what was used is what is charged.
            self.usage.forEach { counter, quantity in
                if quantity > 0, counter != .requests { self.charge(counter, quantity, by: rate(counter)) }
            }
        } else {
            let quantities = BillableQuantities(self.usage)
            for (counter, quantity) in quantities.charged {
                self.charge(counter, quantity, by: rate(counter))
            }
            for (counter, quantity) in quantities.inconsistent {
                self.leaveUnpriced(counter, quantity, .inconsistentUsage)
            }
        }
        let requests = self.usage.requests ?? 1
        if requests < 0 {
            self.leaveUnpriced(.requests, requests, .inconsistentUsage)
        } else if requests > 0, case .charged(let price) = rate(.requests) {
            self.charge(.requests, requests, by: .charged(price))
        } else if requests > 0, self.usage.saysRequestsOnly {
            // A request of which no usage is known did cost something.
            self.leaveUnpriced(.requests, requests, .unknownUsage)
        }
    }

    /// Notes a quantity without a price.
    private mutating func leaveUnpriced(_ counter: UsageCounter, _ quantity: Int, _ reason: UnpricedReason) {
        self.unpriced.append(Unpriced(counter: counter, quantity: quantity, reason: reason))
    }

    /// Adds the line of a quantity, or one for each band of a marginal price, or notes why there is none.
    private mutating func charge(_ counter: UsageCounter, _ quantity: Int, by rate: CounterRate) {
        let charged: ChargedRate
        switch rate {
        case .charged(let rate): charged = rate
        case .unpriced(let reason): return self.leaveUnpriced(counter, quantity, reason)
        }
        let before = self.lines.count
        let isMarginal = charged.price.tierEffect == .marginal && !charged.price.tiers.isEmpty
        let isCharged =
            isMarginal
            ? self.bands(of: charged.price, quantity: quantity).allSatisfy { self.add(counter, $0, charged) }
            : self.add(counter, self.band(of: charged.price, quantity: quantity), charged)
        if isCharged { return }
        self.lines.removeSubrange(before...)
        self.leaveUnpriced(counter, quantity, .amountTooLarge)
    }

    /// A quantity that one amount of a price is for.
    private struct Band {
        let quantity: Int
        let charged: Int
        let amount: Money
        let tier: PriceThreshold?
    }

    /// The whole quantity at the amount of the last tier that is reached.
    private func band(of price: Price, quantity: Int) -> Band {
        let charged = max(quantity, price.minimumQuantity)
        let tier = price.tiers.last { $0.threshold.isReached(by: self.measured($0.threshold.metric, charged)) }
        return Band(
            quantity: quantity,
            charged: charged,
            amount: tier?.amount ?? price.amount,
            tier: tier?.threshold
        )
    }

    /// The quantity in parts, each at the amount of its tier.
    private func bands(of price: Price, quantity: Int) -> [Band] {
        let charged = max(quantity, price.minimumQuantity)
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

    /// Adds a line; returns whether its amount can be stated.
    private mutating func add(_ counter: UsageCounter, _ band: Band, _ rate: ChargedRate) -> Bool {
        let per = rate.price.per
        guard let factor = rate.factor,
            let amount = PriceArithmetic.amount(of: band.charged, at: band.amount, per: per, times: factor)
        else { return false }
        self.lines.append(
            PriceLine(
                counter: counter,
                quantity: band.quantity,
                chargedQuantity: band.charged,
                rate: band.amount,
                per: per,
                amount: amount,
                reason: band.tier.map(rate.reason.with(tier:)) ?? rate.reason
            )
        )
        return true
    }
}
