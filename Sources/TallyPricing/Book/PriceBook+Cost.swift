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
        if let found = self.model(model, provider: provider) {
            return self.cost(of: usage, model: found, conditions: conditions)
        }
        let anonymous = PricedModel.ofLayer(name: model, id: model, provider: provider ?? "")
        let resolver = PriceResolver(book: self, model: anonymous, conditions: conditions)
        if UsageCounter.allCases.contains(where: { resolver.ownPrice(of: $0) != nil }) {
            return self.cost(of: usage, model: anonymous, conditions: conditions)
        }
        let isProviderKnown = provider.map { self.knows(provider: $0) } ?? true
        return self.unpriced(usage, because: isProviderKnown ? .unknownModel : .unknownProvider)
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
        var pricing = LinePricing(usage: usage, resolver: resolver, missingRates: self.missingRates)
        let quantities = BillableQuantities(usage)
        for (counter, quantity) in quantities.charged {
            pricing.charge(counter, quantity)
        }
        for (counter, quantity) in quantities.inconsistent {
            pricing.leaveUnpriced(counter, quantity, .inconsistentUsage)
        }
        let requests = usage.requests ?? 1
        if requests < 0 {
            pricing.leaveUnpriced(.requests, requests, .inconsistentUsage)
        } else if requests > 0, resolver.ownPrice(of: .requests) != nil {
            pricing.charge(.requests, requests)
        } else if requests > 0, usage.counters.allSatisfy({ $0 == .requests }) {
            // A request of which no usage is known did cost something.
            pricing.leaveUnpriced(.requests, requests, .unknownUsage)
        }
        return Cost(
            lines: pricing.lines,
            unpriced: pricing.unpriced,
            model: model.id,
            provider: model.provider.isEmpty ? nil : model.provider,
            bookHash: self.contentHash,
            disregarded: resolver.disregarded
        )
    }

    private func unpriced(_ usage: TokenUsage, because reason: UnpricedReason) -> Cost {
        let quantities = BillableQuantities(usage)
        var unpriced = quantities.charged.map { Unpriced(counter: $0.counter, quantity: $0.quantity, reason: reason) }
        unpriced += quantities.inconsistent.map {
            Unpriced(counter: $0.counter, quantity: $0.quantity, reason: .inconsistentUsage)
        }
        let requests = usage.requests ?? 1
        if requests != 0 {
            unpriced.append(Unpriced(counter: .requests, quantity: requests, reason: reason))
        }
        return Cost(
            lines: [],
            unpriced: unpriced,
            model: nil,
            provider: nil,
            bookHash: self.contentHash,
            disregarded: []
        )
    }
}
