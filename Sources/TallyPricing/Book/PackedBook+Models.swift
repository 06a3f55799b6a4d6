extension PackedBook {
    /// The model that `finding` points to, with its prices.
    func model(_ finding: Finding, requested: String) -> PricedModel {
        var cursor = self.cursor(atModel: finding.model)
        let id = cursor.string()
        let name = cursor.string()
        let isDeprecated = cursor.byte() == 1
        let contextWindow = cursor.integer()
        cursor.skipRule()
        return PricedModel(
            requestedName: requested,
            id: id,
            name: name.isEmpty ? id : name,
            provider: finding.provider.id,
            providerName: finding.provider.name,
            listProvider: finding.lister.id,
            contextWindow: contextWindow == 0 ? nil : contextWindow,
            isDeprecated: isDeprecated,
            match: finding.match,
            standard: self.cards(from: &cursor),
            variants: self.cards(from: &cursor)
        )
    }

    /// All models of the book, by provider and place.
    func allModels() -> [PricedModel] {
        self.providers.flatMap { provider in
            provider.models.map { index in
                let finding = Finding(provider: provider, lister: provider, model: index, match: .id)
                return self.model(finding, requested: self.modelID(index))
            }
        }
    }

    /// The id of the model at `index`.
    func modelID(_ index: Int) -> String {
        var cursor = self.cursor(atModel: index)
        return cursor.string()
    }

    private func cards(from cursor: inout PackedCursor) -> [RateCard] {
        (0..<cursor.integer()).map { _ in
            var condition = self.times(from: &cursor)
            for _ in 0..<cursor.integer() {
                let key = cursor.string()
                condition.selectors[key] = cursor.string()
            }
            var prices: [UsageCounter: Price] = [:]
            for _ in 0..<cursor.integer() {
                let (counter, per) = self.counters[Int(cursor.byte())]
                prices[counter] = self.price(per: per, from: &cursor)
            }
            return RateCard(prices, condition: condition)
        }
    }

    private func times(from cursor: inout PackedCursor) -> PriceCondition {
        switch cursor.byte() {
        case 0: return .always
        case 1: return PriceCondition(from: Int64(cursor.integer()) * 86_400)
        default:
            guard let hours = DailyWindow(start: cursor.integer(), end: cursor.integer()) else {
                preconditionFailure("the embedded price book is damaged at \(cursor.offset)")
            }
            return PriceCondition(hours: hours)
        }
    }

    private func price(per: Int, from cursor: inout PackedCursor) -> Price {
        let minimum = cursor.integer()
        let tierCount = cursor.integer()
        var price = Price(cursor.money(), per: per, minimumQuantity: minimum)
        for _ in 0..<tierCount {
            let start = cursor.integer()
            price.tiers.append(PriceTier(.above(start), cursor.money()))
        }
        return price
    }
}
