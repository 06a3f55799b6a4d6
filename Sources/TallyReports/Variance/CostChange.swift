internal import TallyMetering
internal import TallyPricing

/// What a group used in one period.
struct PeriodUse: Hashable, Sendable {
    var calls = 0
    var unpriced = 0
    var tokens = 0
    var cost = Money.zero

    mutating func merge(_ other: PeriodUse) {
        self.calls += other.calls
        self.unpriced += other.unpriced
        self.tokens = self.tokens.addingSaturated(other.tokens)
        self.cost += other.cost
    }
}

/// What a group used in both periods.
struct TwoPeriods: SampledValue, Hashable {
    var base = PeriodUse()
    var current = PeriodUse()

    var size: Int { 1 }

    mutating func merge(_ later: TwoPeriods) {
        self.base.merge(later.base)
        self.current.merge(later.current)
    }
}

/// Why the cost of a group changed, in amounts that together are the change, exactly.
///
/// The cost is taken through four steps, each of which lets one more thing change, in the order in which causes come before
/// each other: how many calls there are, which groups make them, how many tokens they have, what a token costs. Each
/// effect is the difference of two neighbouring steps, so that their sum is the whole change whatever is rounded.
struct CostChange: Hashable, Sendable {
    /// All calls became more or fewer, each group as much as all.
    var volume = Money.zero
    /// The group's part of the calls changed.
    var mix = Money.zero
    /// Its calls have more or fewer tokens.
    var tokensPerCall = Money.zero
    /// Its tokens cost more or less: other prices, other classes of tokens, other caching.
    var price = Money.zero

    /// No change.
    init() {}

    /// The change of a group.
    ///
    /// With *n* calls, *t* tokens, *c* cost of the group and *N* calls of all groups, before (0) and now (1), the steps are
    /// *c*₀, *c*₀ · *N*₁/*N*₀, *c*₀ · *n*₁/*n*₀, *c*₀ · *t*₁/*t*₀, *c*₁, each rounded half to even. A group that is new has no
    /// cost of its own to start from: all of it is mix, or volume if there were no calls at all. Tokens whose price before
    /// is not known, since there were none, are price.
    init(_ group: TwoPeriods, allBase: Int, allCurrent: Int) {
        let (base, current) = (group.base, group.current)
        guard allBase > 0 else {
            self.volume = current.cost - base.cost
            return
        }
        let scaled = base.cost.times(allCurrent, over: allBase)
        self.volume = scaled - base.cost
        guard base.calls > 0 else {
            self.mix = current.cost - scaled
            return
        }
        let mixed = base.cost.times(current.calls, over: base.calls)
        self.mix = mixed - scaled
        let sized = base.tokens > 0 ? base.cost.times(current.tokens, over: base.tokens) : mixed
        self.tokensPerCall = sized - mixed
        self.price = current.cost - sized
    }

    /// The whole change.
    var total: Money { self.volume + self.mix + self.tokensPerCall + self.price }

    mutating func merge(_ other: CostChange) {
        self.volume += other.volume
        self.mix += other.mix
        self.tokensPerCall += other.tokensPerCall
        self.price += other.price
    }
}
