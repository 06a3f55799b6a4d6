/// The prices of one model under one set of conditions, worked out once for many requests.
///
/// It gives the figures that ``PriceBook/cost(of:model:provider:conditions:)`` gives, for as long as ``holds(at:)`` says so.
package final class PriceSheet: Sendable {
    private let validity: ClosedRange<Int64>
    // By the counters' positions; nil if no price list knows the model.
    private let rates: [CounterRate]?
    private let unknown: UnpricedReason
    private let model: String?
    private let provider: String?
    private let bookHash: String
    private let disregarded: [String]

    init(book: PriceBook, resolver: PriceResolver, model: PricedModel, at instant: Int64) {
        self.validity = PriceSheet.validity(of: resolver.conditions, around: instant)
        self.rates = UsageCounter.allCases.map(resolver.rate(of:))
        self.unknown = .unknownModel
        self.model = model.id
        self.provider = model.provider.isEmpty ? nil : model.provider
        self.bookHash = book.contentHash
        self.disregarded = resolver.disregarded
    }

    init(book: PriceBook, unknown: UnpricedReason, resolver: PriceResolver, at instant: Int64) {
        self.validity = PriceSheet.validity(of: resolver.conditions, around: instant)
        self.rates = nil
        self.unknown = unknown
        self.model = nil
        self.provider = nil
        self.bookHash = book.contentHash
        self.disregarded = []
    }

    /// Returns whether the prices are those of `instant`, in seconds since 1970-01-01 UTC.
    package func holds(at instant: Int64) -> Bool {
        self.validity.contains(instant)
    }

    /// Returns what `usage` of one request costs, and what of it has no known price.
    ///
    /// - Complexity: O(*n*) in the number of counters used.
    package func cost(of usage: TokenUsage) -> Cost {
        guard let rates = self.rates else {
            return .unpriced(usage, because: self.unknown, bookHash: self.bookHash)
        }
        var pricing = LinePricing(usage: usage)
        pricing.chargeAll { rates[$0.position] }
        return Cost(
            lines: pricing.lines,
            unpriced: pricing.unpriced,
            model: self.model,
            provider: self.provider,
            bookHash: self.bookHash,
            disregarded: self.disregarded
        )
    }

    /// The time around `instant` in which none of `conditions` begins or ceases to hold.
    private static func validity(of conditions: [PriceCondition], around instant: Int64) -> ClosedRange<Int64> {
        // So far away that days can not be counted: then for this second only.
        guard instant.magnitude < 1 << 60 else { return instant...instant }
        var (first, end) = (Int64.min, Int64.max)
        func note(_ border: Int64) {
            if border <= instant { first = max(first, border) } else { end = min(end, border) }
        }
        let today = instant - (instant % 86_400 + 86_400) % 86_400
        for condition in conditions {
            if let from = condition.from { note(from) }
            if let until = condition.until { note(until) }
            guard let hours = condition.hours else { continue }
            for day in [today - 86_400, today, today + 86_400] {
                note(day + Int64(hours.start))
                note(day + Int64(hours.end))
            }
        }
        return first...(end == .max ? end : end - 1)
    }
}

extension PriceBook {
    /// Works out the prices of `model` under `conditions` at `instant`, in seconds since 1970-01-01 UTC, which takes the
    /// place of the conditions' own time.
    ///
    /// - Complexity: O(*n*) in the number of the provider's models, of all counters and of rules for the model: some tens
    ///   of microseconds. Keep the sheet.
    package func sheet(
        model name: String,
        provider: String?,
        conditions: PricingConditions,
        at instant: Int64
    ) -> PriceSheet {
        var conditions = conditions
        conditions.at = instant
        switch self.priced(name, provider: provider, conditions: conditions) {
        case .known(let model, let resolver):
            return PriceSheet(book: self, resolver: resolver, model: model, at: instant)
        case .unknown(let reason, let resolver):
            return PriceSheet(book: self, unknown: reason, resolver: resolver, at: instant)
        }
    }
}
