/// The one text of a book's layers that its hash is made of: the same for equal layers, different for different ones.
enum CanonicalText {
    /// Returns the text of a book.
    static func of(base: String?, layers: [PriceLayer], missingRates: PriceBook.MissingRates) -> String {
        self.list("book", [self.text(base ?? ""), missingRates.rawValue] + layers.map(self.layer))
    }

    private static func layer(_ layer: PriceLayer) -> String {
        let currency = layer.currency.map {
            self.list("currency", [self.text($0.code), $0.dollarsPerUnit.description])
        }
        return self.list("layer", [self.text(layer.name), currency ?? ""] + layer.rules.map(self.rule))
    }

    private static func rule(_ rule: PriceRule) -> String {
        let models =
            switch rule.models {
            case .any: "any"
            case .exact(let name): self.list("exact", [self.text(name)])
            case .prefix(let prefix): self.list("prefix", [self.text(prefix)])
            }
        let effect =
            switch rule.effect {
            case .prices(let prices):
                self.list("prices", self.sorted(prices.map { "\($0.key.rawValue)=\(self.price($0.value))" }))
            case .free(let name): self.list("free", [self.text(name)])
            case .multiply(let modifier): self.modifier(modifier)
            }
        let provider = rule.provider.map(self.text) ?? ""
        return self.list("rule", [models, provider, self.condition(rule.condition), effect])
    }

    private static func condition(_ condition: PriceCondition) -> String {
        let selectors = condition.selectors.map { "\(self.text($0.key))=\(self.text($0.value))" }
        let times = [condition.from.map(String.init), condition.until.map(String.init)].map { $0 ?? "" }
        return self.list("when", times + [condition.hours?.description ?? ""] + self.sorted(selectors))
    }

    private static func price(_ price: Price) -> String {
        let tiers = price.tiers.map { self.list("tier", [$0.threshold.description, $0.amount.description]) }
        let parts = [price.amount.description, String(price.per), String(price.minimumQuantity)]
        return self.list("price", parts + [price.tierEffect.rawValue] + tiers)
    }

    private static func modifier(_ modifier: PriceModifier) -> String {
        let counters = modifier.counters.map { self.list("counters", self.sorted($0.map(\.rawValue))) } ?? "all"
        let group = modifier.exclusiveGroup.map(self.text) ?? ""
        let parts = [self.text(modifier.name), modifier.factor.description, counters, modifier.scope.rawValue, group]
        return self.list("multiply", parts)
    }

    private static func sorted(_ texts: [String]) -> [String] {
        texts.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    }

    private static func list(_ name: String, _ parts: [String]) -> String {
        "\(name)(\(parts.joined(separator: ",")))"
    }

    /// A text with its length in front, so that no text can look like structure.
    private static func text(_ text: String) -> String {
        "\(text.utf8.count):\(text)"
    }
}
