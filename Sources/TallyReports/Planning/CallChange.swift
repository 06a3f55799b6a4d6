internal import TallyMetering
internal import TallyPricing
internal import TallyProviders

/// What becomes of a call under the assumptions of a ``WhatIf``.
struct CallChange: Sendable {
    private let replacements: [WhatIf.Replacement]
    private let batchShare: Double?
    private let cacheShare: Double?
    private let serviceTier: String?

    init(_ question: WhatIf) {
        self.replacements = question.replacements
        self.batchShare = question.batchShare
        self.cacheShare = question.cacheShare
        self.serviceTier = question.serviceTier
    }

    /// Returns what the changed call costs; nil if a part of it has no known price.
    func cost(of record: UsageRecord, by pricer: RecordPricer) -> Money? {
        var changed = record
        self.replace(&changed)
        if let serviceTier { changed.serviceTier = serviceTier }
        if let cacheShare {
            changed.usage = Self.cached(changed.usage, cacheShare)
            for index in changed.furtherSamplings.indices {
                changed.furtherSamplings[index].usage =
                    Self.cached(changed.furtherSamplings[index].usage, cacheShare)
            }
        }
        guard let ordinary = pricer.priced(changed).catalogueCost else { return nil }
        guard let batchShare, !changed.isBatch else { return ordinary }
        changed.isBatch = true
        guard let batched = pricer.priced(changed).catalogueCost else { return nil }
        // The part of the difference, so that equal prices stay exactly what they are.
        return ordinary + (batched - ordinary).scaled(by: batchShare)
    }

    private func replace(_ record: inout UsageRecord) {
        let model = record.model
        for index in record.furtherSamplings.indices {
            // A sampling without a model is of the request's, and goes with it.
            let own = record.furtherSamplings[index].model
            guard let replacement = self.replacement(of: own ?? model) else { continue }
            record.furtherSamplings[index].usage =
                Self.scaled(record.furtherSamplings[index].usage, replacement.tokenRatio)
            if own != nil { record.furtherSamplings[index].model = replacement.model }
        }
        guard let replacement = self.replacement(of: model) else { return }
        record.model = replacement.model
        record.provider = replacement.provider
        // What the other provider calls its tiers and routes is unknown.
        (record.serviceTier, record.speed, record.region, record.route) = (nil, nil, nil, nil)
        record.usage = Self.scaled(record.usage, replacement.tokenRatio)
    }

    private func replacement(of model: String) -> WhatIf.Replacement? {
        self.replacements.first { $0.models.matches(model) }
    }

    /// The usage with `ratio` times the tokens, each class rounded half to even.
    private static func scaled(_ usage: TokenUsage, _ ratio: Double?) -> TokenUsage {
        guard let ratio, ratio != 1 else { return usage }
        var scaled = usage
        for counter in usage.counters where counter.isClass || counter.whole != nil {
            guard let quantity = usage[counter] else { continue }
            let tokens = (Double(quantity) * ratio).rounded(.toNearestOrEven)
            scaled[counter] = Int(exactly: tokens) ?? (tokens > 0 ? .max : .min)
        }
        return scaled
    }

    /// The usage with a part of its input read from a cache.
    private static func cached(_ usage: TokenUsage, _ share: Double) -> TokenUsage {
        let classes: [UsageCounter] = [.inputUncached, .cacheRead, .cacheWrite5m, .cacheWrite1h, .cacheWriteOther]
        guard !usage.counters.contains(where: { $0.whole != nil }) else { return usage }
        let input = classes.reduce(0) { $0.addingSaturated(usage[$1] ?? 0) }
        guard input > 0 else { return usage }
        let read = min(Int(exactly: (Double(input) * share).rounded(.toNearestOrEven)) ?? input, input)
        var cached = usage
        for counter in classes { cached[counter] = nil }
        cached[.inputUncached] = input - read
        cached[.cacheRead] = read
        return cached
    }
}
