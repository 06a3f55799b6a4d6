internal import TallyEstimation

/// One price of a model: what is counted, under which condition.
struct ListedRate {
    let counter: UsageCounter
    let price: Price
    let condition: PriceCondition
    let isVariant: Bool

    /// All prices of a model: the ordinary ones, then those for special conditions, each in the list's order.
    static func all(of model: PricedModel) -> [ListedRate] {
        let cards = model.standard.map { ($0, false) } + model.variants.map { ($0, true) }
        return cards.flatMap { card, isVariant in
            UsageCounter.allCases.compactMap { counter in
                card.prices[counter].map {
                    ListedRate(counter: counter, price: $0, condition: card.condition, isVariant: isVariant)
                }
            }
        }
    }

    /// The cells of a table's row.
    func row(at instant: Int64) -> [String] {
        let inForce = self.isInForce(at: instant)
        return [
            self.counter.rawValue, MoneyText.exact(self.price.amount), self.unit, self.conditionText,
            inForce ? "yes" : "no",
        ]
    }

    /// The members of an answer.
    func members(at instant: Int64) -> JSONObject {
        var members: JSONObject = [
            "what": .string(self.counter.rawValue), "unit": .string(self.counter.unit),
            "amount": .money(self.price.amount), "per": .integer(self.price.per),
        ]
        if !self.price.tiers.isEmpty {
            members.append("tiers", .array(self.price.tiers.map { .object($0.members) }))
            members.append("tier_effect", self.price.tierEffect.rawValue)
        }
        if self.price.minimumQuantity > 0 { members.append("minimum", .integer(self.price.minimumQuantity)) }
        members.append("kind", self.isVariant ? "variant" : "standard")
        let selectors = self.condition.selectors.sorted { $0.key < $1.key }
        if !selectors.isEmpty {
            var object: JSONObject = [:]
            for (key, value) in selectors { object.append(key, value) }
            members.append("selectors", .object(object))
        }
        members.append("from", self.condition.from.map { CalendarDay(secondsSince1970: $0).text })
        members.append("until", self.condition.until.map { CalendarDay(secondsSince1970: $0).text })
        members.append("hours", self.condition.hours?.description)
        members.append("in_force", .bool(self.isInForce(at: instant)))
        return members
    }

    private func isInForce(at instant: Int64) -> Bool {
        if let from = self.condition.from, instant < from { return false }
        if let until = self.condition.until, instant >= until { return false }
        return self.condition.hours?.contains(instant) ?? true
    }

    private var unit: String {
        let unit = self.counter.unit
        if self.price.per == 1 { return unit }
        return NumberText.grouped(self.price.per) + " " + unit + (unit.hasSuffix("ch") ? "es" : "s")
    }

    private var conditionText: String {
        var parts = self.condition.selectors.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
        if let from = self.condition.from { parts.append("from \(CalendarDay(secondsSince1970: from).text)") }
        if let until = self.condition.until { parts.append("until \(CalendarDay(secondsSince1970: until).text)") }
        if let hours = self.condition.hours { parts.append(hours.description) }
        for tier in self.price.tiers {
            let word = self.price.tierEffect == .cliff ? "if" : "past"
            parts.append("\(MoneyText.exact(tier.amount)) \(word) \(tier.threshold)")
        }
        if self.price.minimumQuantity > 0 { parts.append("at least \(self.price.minimumQuantity)") }
        return parts.isEmpty ? "always" : parts.joined(separator: ", ")
    }
}

extension PriceTier {
    fileprivate var members: JSONObject {
        [
            "metric": .string(self.threshold.metric.rawValue),
            "comparison": .string(self.threshold.comparison.rawValue),
            "value": .integer(self.threshold.value),
            "amount": .money(self.amount),
        ]
    }
}
