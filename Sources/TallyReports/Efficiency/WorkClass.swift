internal import TallyMetering

/// What became of a piece of work, as the rules of efficiency have it.
public enum WorkClass: String, Hashable, Sendable, CaseIterable {
    /// It was accepted and used no more than the rules allow.
    case productive
    /// It was accepted after more work on it, or used more than the rules allow.
    case inefficient
    /// It was abandoned, reverted or failed.
    case wasteful
    /// Nobody said what became of it.
    case unknown
}

/// Why work is inefficient; there can be several reasons.
enum InefficiencyReason: String, CaseIterable {
    case reworked
    case retries
    case overCost = "over_cost"
    case overTokens = "over_tokens"
    case tokensOverMedian = "tokens_over_median"
    case costOverMedian = "cost_over_median"

    var title: String {
        switch self {
        case .reworked: "Accepted only after more work on it"
        case .retries: "Too many of its calls are retries"
        case .overCost: "It cost more than max_cost"
        case .overTokens: "It used more than max_tokens"
        case .tokensOverMedian: "It used more tokens than max_of_median allows"
        case .costOverMedian: "It cost more than max_of_median allows"
        }
    }
}

/// The middle of the work of one use case.
struct UseCaseMedians: Sendable {
    /// All pieces of work, and those of which everything has a price.
    var sessions = 0
    var pricedSessions = 0
    /// Twice the median of tokens, and of pico-dollars of work that is wholly priced.
    var doubledTokens: Int128?
    var doubledCost: Int128?
}

extension EfficiencyRules {
    /// What a piece of work is, and why it is inefficient if it is.
    func judge(
        _ session: SessionSums,
        useCase: String?,
        medians: UseCaseMedians
    ) -> (WorkClass, [InefficiencyReason]) {
        switch session.outcome?.outcome {
        case nil: return (.unknown, [])
        case .abandoned, .reverted, .failed: return (.wasteful, [])
        case .reworked: return (.inefficient, [.reworked] + self.excesses(session, useCase, medians))
        case .accepted:
            let reasons = self.excesses(session, useCase, medians)
            return (reasons.isEmpty ? .productive : .inefficient, reasons)
        }
    }

    private func excesses(
        _ session: SessionSums,
        _ useCase: String?,
        _ medians: UseCaseMedians
    ) -> [InefficiencyReason] {
        let limits = self.limits(for: useCase)
        var reasons: [InefficiencyReason] = []
        if let percent = limits.retryPercent, Int128(session.retries) * 100 > Int128(session.calls) * Int128(percent) {
            reasons.append(.retries)
        }
        if let most = limits.maximumCost, session.cost > most { reasons.append(.overCost) }
        if let most = limits.maximumTokens, session.tokens > most { reasons.append(.overTokens) }
        guard let percent = limits.medianPercent else { return reasons }
        if medians.sessions >= self.minimumSessions,
            Self.exceeds(Int128(session.tokens), percent, medians.doubledTokens)
        {
            reasons.append(.tokensOverMedian)
        }
        if medians.pricedSessions >= self.minimumSessions, session.unpriced == 0,
            Self.exceeds(session.cost.picodollars, percent, medians.doubledCost)
        {
            reasons.append(.costOverMedian)
        }
        return reasons
    }

    /// Whether an amount is more than so many percent of half of `doubled`.
    private static func exceeds(_ amount: Int128, _ percent: Int, _ doubled: Int128?) -> Bool {
        guard let doubled else { return false }
        let (left, isTooLarge) = amount.multipliedReportingOverflow(by: 200)
        let (right, isUnlimited) = doubled.multipliedReportingOverflow(by: Int128(percent))
        return isUnlimited ? false : isTooLarge || left > right
    }
}
