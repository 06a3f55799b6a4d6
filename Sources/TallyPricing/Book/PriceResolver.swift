/// The prices that one request meets: of one model, at one instant, under one set of conditions.
struct PriceResolver {
    /// A price and where it comes from.
    struct Source {
        let price: Price
        let list: String
        let condition: PriceCondition
        /// The layer's place; -1 for the bundled list.
        let layer: Int
        let currency: PriceCurrency?
        /// Why it costs nothing, if a rule says so.
        let freeBecause: String?

        /// The factors on the price, in their order: the rate of exchange, then the modifiers.
        func factors(with modifiers: [PriceModifier]) -> [(name: String, factor: PriceFactor)] {
            let exchange = self.currency.map { [(name: "dollars per \($0.code)", factor: $0.dollarsPerUnit)] } ?? []
            return exchange + modifiers.map { (name: $0.name, factor: $0.factor) }
        }

        /// Why the price applies.
        func reason(
            inheritedFrom parent: UsageCounter?,
            tier: PriceThreshold?,
            factors: [(name: String, factor: PriceFactor)]
        ) -> PriceReason {
            PriceReason(
                list: self.list,
                inheritedFrom: parent,
                freeBecause: self.freeBecause,
                from: self.condition.from,
                hours: self.condition.hours,
                selectors: self.condition.selectors,
                tier: tier,
                factors: factors.map { PriceReason.AppliedFactor(name: $0.name, factor: $0.factor.description) }
            )
        }
    }

    private let book: PriceBook
    private let model: PricedModel
    /// What happens to a counter that has no rate of its own.
    let missingRates: PriceBook.MissingRates
    private let instant: Int64?
    private let context: [String: String]
    // For each layer the rules for the model, in force or not, in their order.
    private let rules: [[PriceRule]]
    private let card: RateCard?
    private let variants: [RateCard]

    init(book: PriceBook, model: PricedModel, conditions: PricingConditions) {
        self.book = book
        self.missingRates = book.missingRates
        self.model = model
        let instant = conditions.at ?? book.publishedAt
        let context = conditions.selectors
        self.instant = instant
        self.context = context
        let names = [model.requestedName.lowercased(), model.id.lowercased()]
        let provider = model.provider.lowercased()
        self.rules = book.layers.map { layer in
            layer.rules.filter { rule in
                (rule.provider.map { $0.lowercased() == provider } ?? true) && rule.models.matches(names)
            }
        }
        self.card = model.standard.last { $0.condition.holds(at: instant, in: context) }
        // Conditions of the maker are not those of a provider that only offers the model at the maker's prices.
        self.variants =
            model.provider == model.listProvider
            ? model.variants.filter { $0.condition.holds(at: instant, in: context) } : []
    }

    private func holds(_ rule: PriceRule) -> Bool {
        rule.condition.holds(at: self.instant, in: self.context)
    }

    /// The price that `counter` has of its own.
    func ownPrice(of counter: UsageCounter) -> Source? {
        for index in self.rules.indices.reversed() {
            let layer = self.book.layers[index]
            for rule in self.rules[index].reversed() where self.holds(rule) {
                let found: (price: Price, reason: String?)? =
                    switch rule.effect {
                    case .prices(let prices): prices[counter].map { ($0, nil) }
                    case .free(let name): (.free, name)
                    case .multiply: nil
                    }
                guard let found else { continue }
                return Source(
                    price: found.price,
                    list: layer.name,
                    condition: rule.condition,
                    layer: index,
                    currency: layer.currency,
                    freeBecause: found.reason
                )
            }
        }
        for card in self.variants + [self.card].compactMap({ $0 }) {
            guard let price = card.prices[counter] else { continue }
            return Source(
                price: price,
                list: self.book.source ?? "",
                condition: card.condition,
                layer: -1,
                currency: nil,
                freeBecause: nil
            )
        }
        return nil
    }

    /// The modifiers on a price, in the order of the layers and of their rules.
    func modifiers(on source: Source, of counter: UsageCounter) -> [PriceModifier] {
        guard source.freeBecause == nil else { return [] }
        var found: [PriceModifier] = []
        for index in self.rules.indices {
            for rule in self.rules[index] {
                guard case .multiply(let modifier) = rule.effect, self.holds(rule) else { continue }
                let inScope = modifier.scope == .below ? source.layer < index : source.layer <= index
                let isMeant = modifier.counters?.contains(counter) ?? true
                let isTaken =
                    modifier.exclusiveGroup != nil
                    && found.contains { $0.exclusiveGroup == modifier.exclusiveGroup }
                if inScope, isMeant, !isTaken { found.append(modifier) }
            }
        }
        return found
    }

    /// Every condition that a price of the model has, whether it holds or not.
    var conditions: [PriceCondition] {
        (self.model.standard + self.model.variants).map(\.condition) + self.rules.joined().map(\.condition)
    }

    /// Whether the model has a price for `counter` that is not in force, or not under these conditions.
    func hasPriceAtAnotherTime(for counter: UsageCounter) -> Bool {
        let counters = counter.ancestors.union([counter])
        let cards = self.model.standard.filter { !$0.condition.isInForce(at: self.instant) }.map(\.prices)
        let ruled = self.rules.joined().filter { !$0.condition.isInForce(at: self.instant) }.compactMap { rule in
            if case .prices(let prices) = rule.effect { prices } else { nil }
        }
        return (cards + ruled).contains { !counters.isDisjoint(with: $0.keys) }
    }

    /// The conditions of the request that no price of the model knows, as `key=value`.
    var disregarded: [String] {
        let conditions =
            ([self.card].compactMap { $0 } + self.variants).map(\.condition)
            + self.rules.joined().filter(self.holds).map(\.condition)
        return self.context
            .filter { key, value in
                !PricingConditions.ordinary.contains(value) && !conditions.contains { $0.selectors[key] == value }
            }
            .map { "\($0.key)=\($0.value)" }
            .sorted()
    }
}
