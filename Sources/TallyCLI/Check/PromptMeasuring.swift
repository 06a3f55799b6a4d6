internal import TallyEstimation

/// Counts and prices prompts, and keeps what counts for a model for the next one.
struct PromptMeasuring {
    /// What counts for a model and what it costs.
    struct Subject {
        let choice: EncodingChoice
        let facts: ModelFacts
        let priced: PricedModel?

        /// The most input tokens of the model, if that is known.
        var window: Int? { self.facts.maximumInput ?? self.facts.contextWindow ?? self.priced?.contextWindow }
    }

    let book: PriceBook
    let conditions: PricingConditions
    private var subjects: [String: Subject] = [:]

    init(_ book: PriceBook, _ conditions: PricingConditions) {
        self.book = book
        self.conditions = conditions
    }

    /// What counts for a model.
    ///
    /// - Throws: ``CommandFailure`` for a model that neither the catalogue nor the price book has.
    mutating func subject(_ model: String) throws(CommandFailure) -> Subject {
        if let known = self.subjects[model] { return known }
        let estimate = try EstimateSubject(model, self.book)
        let facts = ModelCatalogue.facts(of: model) ?? .unknown(model)
        let subject = Subject(choice: estimate.choice, facts: facts, priced: estimate.model)
        self.subjects[model] = subject
        return subject
    }

    /// Measures a prompt of so many bytes on disk.
    ///
    /// - Complexity: O(*n*).
    mutating func measure(
        _ text: PromptText,
        bytes: Int,
        for model: String,
        _ settings: PromptSettings
    ) throws(CommandFailure) -> PromptMeasure {
        let subject = try self.subject(model)
        let tokens: Int
        let cost: Cost
        if let body = text.request {
            let estimate = self.estimate(body.request, text, subject, model, settings)
            tokens = estimate.inputTokens + text.placeholderTokens
            let costs = estimate.costs(in: self.book, conditions: self.conditions)
            // Tokens of placeholders are no part of the request that was read.
            cost =
                text.placeholderTokens > 0
                ? self.cost(tokens, settings.outputTokens, subject, model) : costs.expected ?? costs.input
        } else {
            tokens = text.bytes.span.withCount(subject.choice) + text.placeholderTokens
            cost = self.cost(tokens, settings.outputTokens, subject, model)
        }
        let call = Self.cost(cost)
        return PromptMeasure(
            bytes: bytes,
            tokens: tokens,
            writtenTokens: tokens - text.placeholderTokens,
            costPerCall: call,
            costPerMonth: settings.callsPerMonth.map { calls in
                switch call {
                case .known(let money): .known(money.times(calls))
                case .unpriced(let reason): .unpriced(reason)
                }
            }
        )
    }

    /// The tokens at the start of `after` that are the same in `before`.
    ///
    /// Of texts these are the ids that both begin with; where a model's ids are not published, the tokens of the text that
    /// both begin with. Of requests it is what providers put first: functions, instructions, then messages.
    mutating func unchangedPrefix(
        _ before: PromptText,
        _ after: PromptText,
        for model: String
    ) throws(CommandFailure) -> Int {
        let subject = try self.subject(model)
        if let old = before.request?.request, let new = after.request?.request {
            guard let shared = new.sharedStart(with: old) else { return 0 }
            return self.estimate(shared, after, subject, model, PromptSettings()).inputTokens
        }
        // What is added at the end may take the last line's end into a token of its own, and changes nothing before it.
        if after.bytes.starts(with: before.bytes.prefix(before.bytes.textEnd)) {
            return before.bytes.span.withCount(subject.choice)
        }
        if let encoding = try? subject.choice.encoding() {
            let tokenizer = Tokenizer(encoding)
            let ids = (tokenizer.encode(before.bytes.span), tokenizer.encode(after.bytes.span))
            var shared = 0
            while shared < min(ids.0.count, ids.1.count), ids.0[shared] == ids.1[shared] { shared += 1 }
            return shared
        }
        return after.bytes.sharedText(with: before.bytes).span.withCount(subject.choice)
    }

    private func estimate(
        _ request: Request,
        _ text: PromptText,
        _ subject: Subject,
        _ model: String,
        _ settings: PromptSettings
    ) -> RequestEstimate {
        var request = request
        if let output = settings.outputTokens { request.expectedOutput = .tokens(output) }
        let estimator = RequestEstimator(
            model: model,
            facts: subject.facts,
            counter: subject.choice.counter,
            accuracy: subject.choice.accuracy,
            spread: RequestEstimator.spread(of: subject.choice.spread)
        )
        return estimator.estimate(request)
    }

    private func cost(_ tokens: Int, _ output: Int?, _ subject: Subject, _ model: String) -> Cost {
        let usage = TokenUsage(inputUncached: tokens, outputText: output)
        return subject.priced.map { self.book.cost(of: usage, model: $0, conditions: self.conditions) }
            ?? self.book.cost(of: usage, model: model, conditions: self.conditions)
    }

    private static func cost(_ cost: Cost) -> PromptMeasure.Cost {
        if let total = cost.total { return .known(total) }
        var reasons: [String] = []
        for part in cost.unpriced where !reasons.contains(part.reason.rawValue) { reasons.append(part.reason.rawValue) }
        return .unpriced(reasons.joined(separator: ", "))
    }
}

extension Span<UInt8> {
    /// The tokens of the text.
    fileprivate func withCount(_ choice: EncodingChoice) -> Int {
        choice.count(self, threads: Tokenizer.availableThreads)
    }
}
