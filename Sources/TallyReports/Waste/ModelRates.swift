internal import TallyMetering
internal import TallyPricing

/// What input cost of a model by the records themselves: the rates of its latest price lines.
struct ModelRates: Sendable {
    /// A rate, and when it was charged.
    struct Rate: Hashable, Sendable {
        var amount: Money
        var per: Int
        var time: Timestamp

        /// What so many cost, rounded half to even to a pico-dollar.
        func cost(of quantity: Int) -> Money { self.amount.times(quantity, over: max(1, self.per)) }
    }

    private(set) var rates: [UsageCounter: Rate] = [:]

    /// Takes the lines of a call.
    mutating func add(_ cost: Cost, at time: Timestamp) {
        for line in cost.lines {
            switch line.counter {
            case .inputUncached, .cacheRead, .cacheWrite5m, .cacheWrite1h, .cacheWriteOther:
                self.set(line.counter, Rate(amount: line.rate, per: line.per, time: time))
            default: break
            }
        }
    }

    /// Takes what other calls had.
    mutating func add(_ other: ModelRates) {
        for (counter, rate) in other.rates { self.set(counter, rate) }
    }

    private mutating func set(_ counter: UsageCounter, _ rate: Rate) {
        guard let known = self.rates[counter] else {
            self.rates[counter] = rate
            return
        }
        // Of two at the same moment the higher, so that the order does not matter.
        if (rate.time, rate.amount) > (known.time, known.amount) { self.rates[counter] = rate }
    }

    /// What a cache would have saved for so many input tokens; nil if the records do not show both rates.
    func saving(of tokens: Int) -> Money? {
        guard let input = self.rates[.inputUncached], let cached = self.rates[.cacheRead] else { return nil }
        let saving = input.cost(of: tokens) - cached.cost(of: tokens)
        return saving > .zero ? saving : .zero
    }

    /// What so many input tokens cost where no cache serves them; nil if the records do not show it.
    func input(_ tokens: Int) -> Money? { self.rates[.inputUncached]?.cost(of: tokens) }

    /// What writing so many tokens cost more than input does; nil if the records do not show both.
    func writing(_ tokens: Int) -> Money? {
        let written = [UsageCounter.cacheWrite5m, .cacheWriteOther, .cacheWrite1h].compactMap { self.rates[$0] }.first
        guard let written, let input = self.rates[.inputUncached] else { return nil }
        let more = written.cost(of: tokens) - input.cost(of: tokens)
        return more > .zero ? more : .zero
    }
}
