internal import TallyMetering
internal import TallyPricing
internal import TallyProviders

/// What the rows of an export are told apart by: charges that are equal in all of it are one row.
///
/// The rate is among it, so that the quantity of a row times its rate is the cost, without an average.
struct FocusCharge: Hashable, Sendable {
    /// Where the cost comes from.
    enum Source: Hashable, Sendable {
        /// A line that a price book priced.
        case line(FocusRate)
        /// The provider's own figure for whole calls.
        case provider
        /// Nobody knows the price, and why.
        case unpriced(UnpricedReason?)
    }

    /// The first second of the charge period since 1970-01-01 UTC.
    var period: Int64
    /// The id of the provider, if known.
    var provider: String?
    /// The id of the model in the price book, or else the name in the record.
    var model: String
    /// The region that served the request.
    var region: String?
    /// What is charged for; nil for the provider's own figure.
    var counter: UsageCounter?
    /// Where the cost comes from.
    var source: Source
    /// The hash of the price book.
    var book: String?
    /// Whether usage was counted or is unknown, instead of stated by the provider.
    var isEstimated: Bool
    /// The tags as a flat JSON object.
    var tags: String
}

/// The price of a line, and what it depends on.
struct FocusRate: Hashable, Sendable {
    /// What ``per`` units cost, before factors.
    var rate: Money
    /// The number of units that ``rate`` is for.
    var per: Int
    /// The factors on it.
    var factors: [PriceReason.AppliedFactor]
    /// The price list.
    var list: String
    /// What of the request chose the price: `standard`, `processing=batch`.
    var variant: String

    init(_ line: PriceLine) {
        self.rate = line.rate
        self.per = line.per
        self.factors = line.reason.factors
        self.list = line.reason.list
        let reason = line.reason
        // Not the day from which it is in force: a price that changes is the same SKU price with another rate.
        var parts = reason.selectors.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
        if let hours = reason.hours { parts.append("\(hours)") }
        if let tier = reason.tier { parts.append("\(tier)") }
        if let free = reason.freeBecause { parts.append("free=\(free)") }
        self.variant = parts.isEmpty ? "standard" : parts.joined(separator: ",")
    }
}

/// What the charges of one row come to.
struct FocusAmount: Hashable, Sendable {
    /// How much was used.
    var consumed: Int128 = 0
    /// How much was charged: more, where a price has a minimum.
    var charged: Int128 = 0
    /// The cost, as the ledger has it.
    var cost = Money.zero
    /// How many requests have a part in it.
    var requests = 0

    mutating func add(_ other: FocusAmount) {
        // Each is at most 2^63 times the number of records.
        self.consumed &+= other.consumed
        self.charged &+= other.charged
        self.cost += other.cost
        self.requests += other.requests
    }
}
