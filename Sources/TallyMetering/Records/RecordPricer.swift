public import TallyPricing
internal import TallyProviders
internal import TallyTokenizer

/// Prices records by one book, as ``UsageRecord/priced(by:)`` does, and keeps the prices of the models that it has met.
///
/// Looking a model up and working out which of its prices hold takes far longer than multiplying by them. A pricer does
/// that once for a model, its conditions and the time in which none of its prices changes. It keeps a bounded number of
/// them, and may be used by any number of tasks at once.
public final class RecordPricer: Sendable {
    /// The book that it prices by.
    public let book: PriceBook

    // In parts, so that tasks seldom wait for each other.
    private let parts: [Part]

    /// How many models under how many conditions are kept at most in each part.
    static let partCapacity = 256
    /// How many times of one model are kept: night and day, before and after a change of prices.
    static let timesKept = 4
    private static let partCount = 8

    /// Creates a pricer that has met no model.
    public init(_ book: PriceBook = .bundled) {
        self.book = book
        self.parts = (0..<Self.partCount).map { _ in Part() }
    }

    /// Returns the record with what it costs by the book at the time of the call.
    public func priced(_ record: UsageRecord) -> UsageRecord {
        record.priced { usage, model in self.cost(of: usage, model: model, of: record) }
    }

    /// Returns the record with what it costs by the book, if it has no cost yet.
    func pricedOnce(_ record: UsageRecord) -> UsageRecord {
        record.cost == nil ? self.priced(record) : record
    }

    /// Prices `record` in place.
    public func price(_ record: inout UsageRecord) {
        record.cost = self.cost(of: record.usage, model: record.model, of: record)
        guard !record.furtherSamplings.isEmpty || !record.samplingCosts.isEmpty else { return }
        record.samplingCosts = record.furtherSamplings.map {
            self.cost(of: $0.usage, model: $0.model ?? record.model, of: record)
        }
    }

    private func cost(of usage: TokenUsage, model: String, of record: borrowing UsageRecord) -> Cost {
        let question = Question(model: model, record: record)
        guard question.isOrdinary else {
            return self.book.cost(
                of: usage,
                model: model,
                provider: record.provider,
                conditions: record.pricingConditions
            )
        }
        let instant = record.time.secondsSince1970
        let part = self.parts[question.hash & (Self.partCount - 1)]
        if let sheet = part.sheets.withLock({ $0[question]?.first { $0.holds(at: instant) } }) {
            return sheet.cost(of: usage)
        }
        // Not under the lock: two tasks may work out the same prices at once.
        let sheet = self.book.sheet(
            model: model,
            provider: record.provider,
            conditions: record.pricingConditions,
            at: instant
        )
        part.sheets.withLock { sheets in
            if sheets[question] == nil, sheets.count >= Self.partCapacity { sheets.removeAll() }
            sheets[question, default: []].insert(sheet, at: 0)
            if sheets[question]?.count ?? 0 > Self.timesKept { sheets[question]?.removeLast() }
        }
        return sheet.cost(of: usage)
    }

    /// How many models under how many conditions are kept.
    var count: Int {
        self.parts.reduce(0) { sum, part in sum + part.sheets.withLock { $0.count } }
    }

    private final class Part: Sendable {
        let sheets = Locked<[Question: [PriceSheet]]>([:])
    }
}

/// What, besides the time, decides the prices of a record.
private struct Question: Hashable, Sendable {
    let hash: Int
    let model: String
    let provider: String?
    let isBatch: Bool
    let serviceTier: String?
    let speed: String?
    let region: String?
    let route: String?

    init(model: String, record: borrowing UsageRecord) {
        self.model = model
        self.provider = record.provider
        self.isBatch = record.isBatch
        self.serviceTier = record.serviceTier
        self.speed = record.speed
        self.region = record.region
        self.route = record.route
        // Hashed before the lock is taken.
        var hasher = Hasher()
        hasher.combine(self.model)
        hasher.combine(self.provider)
        hasher.combine(self.isBatch)
        if let serviceTier { hasher.combine(serviceTier) }
        if let region { hasher.combine(region) }
        self.hash = hasher.finalize()
    }

    func hash(into hasher: inout Hasher) {
        hasher.combine(self.hash)
    }

    /// Whether the texts are as short as names are, so that what is kept is bounded.
    var isOrdinary: Bool {
        var length = self.model.utf8.count
        if let provider { length += provider.utf8.count }
        if let serviceTier { length += serviceTier.utf8.count }
        if let speed { length += speed.utf8.count }
        if let region { length += region.utf8.count }
        if let route { length += route.utf8.count }
        return length <= 1_024
    }
}
