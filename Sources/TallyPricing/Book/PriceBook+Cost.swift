extension PriceBook {
    /// Returns what `usage` of one request costs, and what of it has no known price.
    ///
    /// The usage is that of *one* request: tiers, minimums and fees look at it alone. Where a response reports several
    /// samplings (iterations), price each and add the money. Nothing traps, whatever the quantities.
    ///
    /// - Parameters:
    ///   - usage: What the provider says was used.
    ///   - model: The model's name, best the one in the response.
    ///   - provider: The provider's id or name; needed where the model's name does not tell it.
    ///   - conditions: What else decides the price, as the response says it.
    /// - Returns: A cost with a line for each counter used. Everything used is either in a line or unpriced.
    public func cost(
        of usage: TokenUsage,
        model: String,
        provider: String? = nil,
        conditions: PricingConditions = PricingConditions()
    ) -> Cost {
        switch self.priced(model, provider: provider, conditions: conditions) {
        case .known(let model, let resolver): self.cost(of: usage, model: model, resolver: resolver)
        case .unknown(let reason, _): .unpriced(usage, because: reason, bookHash: self.contentHash)
        }
    }

    /// Returns what `usage` of one request costs with a model that was looked up before.
    ///
    /// - Complexity: O(*n*) in the number of counters used and of rules for the model.
    public func cost(
        of usage: TokenUsage,
        model: PricedModel,
        conditions: PricingConditions = PricingConditions()
    ) -> Cost {
        let resolver = PriceResolver(book: self, model: model, conditions: conditions)
        return self.cost(of: usage, model: model, resolver: resolver)
    }

    private func cost(of usage: TokenUsage, model: PricedModel, resolver: PriceResolver) -> Cost {
        var pricing = LinePricing(usage: usage)
        pricing.chargeAll(by: resolver.rate(of:))
        return Cost(
            lines: pricing.lines,
            unpriced: pricing.unpriced,
            model: model.id,
            provider: model.provider.isEmpty ? nil : model.provider,
            bookHash: self.contentHash,
            disregarded: resolver.disregarded
        )
    }

    /// Where a name of a model leads.
    enum Pricing {
        /// To prices.
        case known(PricedModel, PriceResolver)
        /// To none, under the resolver's conditions.
        case unknown(UnpricedReason, PriceResolver)
    }

    /// Looks up `name`, also among rules that are for any model.
    func priced(_ name: String, provider: String?, conditions: PricingConditions) -> Pricing {
        if let found = self.model(name, provider: provider) {
            return .known(found, PriceResolver(book: self, model: found, conditions: conditions))
        }
        let anonymous = PricedModel.ofLayer(name: name, id: name, provider: provider ?? "")
        let resolver = PriceResolver(book: self, model: anonymous, conditions: conditions)
        if UsageCounter.allCases.contains(where: { resolver.ownPrice(of: $0) != nil }) {
            return .known(anonymous, resolver)
        }
        let isProviderKnown = provider.map { self.knows(provider: $0) } ?? true
        return .unknown(isProviderKnown ? .unknownModel : .unknownProvider, resolver)
    }
}

extension Cost {
    /// The cost of a usage of which nothing has a price.
    static func unpriced(_ usage: TokenUsage, because reason: UnpricedReason, bookHash: String) -> Cost {
        let quantities = BillableQuantities(usage)
        var unpriced = quantities.charged.map { Unpriced(counter: $0.counter, quantity: $0.quantity, reason: reason) }
        unpriced += quantities.inconsistent.map {
            Unpriced(counter: $0.counter, quantity: $0.quantity, reason: .inconsistentUsage)
        }
        let requests = usage.requests ?? 1
        if requests != 0 {
            unpriced.append(Unpriced(counter: .requests, quantity: requests, reason: reason))
        }
        return Cost(lines: [], unpriced: unpriced, model: nil, provider: nil, bookHash: bookHash, disregarded: [])
    }
}
