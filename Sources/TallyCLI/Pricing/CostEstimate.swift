internal import TallyEstimation

/// What is asked about each model.
struct EstimateRequest {
    /// Per call; nil for not known.
    let outputTokens: Int?
    let maximumOutputTokens: Int?
    /// Of the input tokens.
    let cachedTokens: Int
    let calls: Int
    let conditions: PricingConditions
}

/// What a call would cost with one model.
struct CostEstimate {
    /// A cost, or why there is none.
    enum Amount {
        case known(Money)
        case unpriced([Unpriced])
        /// The model has no price for what was asked, such as a batch.
        case notOffered([String])
        /// The tokens that it depends on are not known.
        case unknown

        var money: Money? {
            if case .known(let money) = self { money } else { nil }
        }
    }

    /// Where the largest output comes from.
    enum Bound: String {
        case given
        case contextWindow = "context_window"
    }

    let subject: EstimateSubject
    let inputTokens: Int
    let input: Amount
    let expected: Amount
    let maximum: Amount
    let maximumOutputTokens: Int?
    let bound: Bound?

    /// - Throws: If more tokens are said to be cached than there are.
    init(
        _ subject: EstimateSubject,
        tokens: Int,
        _ request: EstimateRequest,
        _ book: PriceBook
    ) throws(CommandFailure) {
        guard request.cachedTokens <= tokens else {
            throw CommandFailure(
                .invalidArgument,
                what: "--cached-tokens \(request.cachedTokens)",
                why: "more than the \(NumberText.grouped(tokens)) input tokens of \(subject.name)",
                remedy: "--cached-tokens \(tokens)"
            )
        }
        self.subject = subject
        self.inputTokens = tokens
        let left = subject.model?.contextWindow.map { max(0, $0 - tokens) }
        if let given = request.maximumOutputTokens {
            (self.maximumOutputTokens, self.bound) = (given, .given)
        } else if subject.windowIsShared, let left {
            (self.maximumOutputTokens, self.bound) = (left, .contextWindow)
        } else {
            (self.maximumOutputTokens, self.bound) = (nil, nil)
        }

        func amount(output: Int?) -> Amount {
            var usage = TokenUsage(inputUncached: tokens - request.cachedTokens, outputText: output)
            if request.cachedTokens > 0 { usage.cacheRead = request.cachedTokens }
            let cost =
                subject.model.map { book.cost(of: usage, model: $0, conditions: request.conditions) }
                ?? book.cost(of: usage, model: subject.name, conditions: request.conditions)
            if !cost.disregarded.isEmpty { return .notOffered(cost.disregarded) }
            return cost.total.map { .known($0) } ?? .unpriced(cost.unpriced)
        }
        self.input = amount(output: nil)
        self.expected = request.outputTokens.map { amount(output: $0) } ?? .unknown
        self.maximum = self.maximumOutputTokens.map { amount(output: $0) } ?? .unknown
    }

    /// Whether the first costs less: by what is expected, else by the input; what has no cost comes last.
    static func isCheaper(_ first: CostEstimate, _ second: CostEstimate) -> Bool {
        let costs = [first, second].map { $0.expected.money ?? $0.input.money }
        guard let left = costs[0] else { return false }
        return costs[1].map { left < $0 } ?? true
    }
}
