public import TallyPricing
internal import TallyProviders

extension UsageRecord {
    /// What, besides the usage, decides the price of the call, as the response said it.
    public var pricingConditions: PricingConditions {
        PricingConditions(
            at: self.time.secondsSince1970,
            processing: self.isBatch ? .batch : .standard,
            // Price lists write tiers in lower case, Vertex AI in capitals.
            serviceTier: self.serviceTier?.lowercased(),
            speed: self.speed,
            region: self.region,
            route: self.route
        )
    }

    /// Returns the record with what it costs by `book` at the time of the call.
    ///
    /// The same record and book always give the same figures, and what the record was priced at before plays no part: so a
    /// record is priced again with another book too. Each further sampling is priced as a request of its own, with its own
    /// model where it has one. A usage whose numbers do not add up is priced as it stands in ``usage``, where whoever read
    /// the response has put the reading that charges more; classes that contradict themselves are unpriced.
    ///
    /// - Complexity: O(*n*) in the number of the provider's models. ``RecordPricer`` does the same for many records.
    public func priced(by book: PriceBook) -> UsageRecord {
        self.priced { usage, model in
            book.cost(of: usage, model: model, provider: self.provider, conditions: self.pricingConditions)
        }
    }

    /// Returns the record with the costs that `cost` gives for a usage and a model.
    func priced(_ cost: (TokenUsage, String) -> Cost) -> UsageRecord {
        var priced = self
        priced.cost = cost(self.usage, self.model)
        priced.samplingCosts = self.furtherSamplings.map { cost($0.usage, $0.model ?? self.model) }
        return priced
    }
}
