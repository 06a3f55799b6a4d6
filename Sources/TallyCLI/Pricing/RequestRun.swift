internal import TallyEstimation

/// The estimates that `tally estimate --request` makes.
struct RequestRun {
    let options: RequestOptions
    let models: [String]
    let outputTokens: Int?
    let maximumOutputTokens: Int?
    let cachedTokens: Int
    let calls: Int
    let conditions: PricingConditions
    let book: PriceBook

    /// One model's answer.
    struct Estimate {
        let subject: EstimateSubject
        let request: RequestEstimate
        let costs: RequestEstimate.Costs
    }

    /// Reads the body and estimates for every model, the cheapest first.
    func estimates() throws(CommandFailure) -> [Estimate] {
        let path = FilePath(self.options.request ?? "-")
        let body = try self.body(path)
        var names = self.models
        if names.isEmpty {
            guard let named = body.model else {
                throw CommandFailure(
                    .invalidArgument,
                    what: path.displayText,
                    why: "the body names no model",
                    remedy: "--model gpt-4o"
                )
            }
            names = [named]
        }
        let request = try self.completed(body.request)
        var estimates: [Estimate] = []
        for name in names { estimates.append(try self.estimate(request, model: name)) }
        return estimates.sorted(by: Self.isCheaper)
    }

    private func estimate(_ request: Request, model: String) throws(CommandFailure) -> Estimate {
        let subject = try EstimateSubject(model, self.book)
        let estimator = RequestEstimator(
            model: model,
            facts: ModelCatalogue.facts(of: model) ?? .unknown(model),
            counter: subject.choice.counter,
            accuracy: subject.choice.accuracy,
            spread: RequestEstimator.spread(of: subject.choice.spread)
        )
        let estimate = estimator.estimate(request)
        guard self.cachedTokens <= estimate.inputTokens else {
            throw CommandFailure(
                .invalidArgument,
                what: "--cached-tokens \(self.cachedTokens)",
                why: "more than the \(NumberText.grouped(estimate.inputTokens)) input tokens of \(model)",
                remedy: "--cached-tokens \(estimate.inputTokens)"
            )
        }
        let costs = estimate.costs(in: self.book, conditions: self.conditions, cachedTokens: self.cachedTokens)
        return Estimate(subject: subject, request: estimate, costs: costs)
    }

    private func body(_ path: FilePath) throws(CommandFailure) -> RequestBody {
        let bytes = try WholeInput.bytes(of: path)
        do throws(EstimationError) {
            return try RequestBody(json: bytes)
        } catch {
            throw CommandFailure(.unreadableInput, what: path.displayText, why: error.message)
        }
    }

    /// The request with what the command line says besides.
    private func completed(_ request: Request) throws(CommandFailure) -> Request {
        var request = request
        if let most = self.maximumOutputTokens { request.maximumOutputTokens = most }
        if let tokens = self.outputTokens {
            request.expectedOutput = .tokens(tokens)
        } else if let share = self.options.outputShare {
            request.expectedOutput = .percentOfInput(share)
        } else if let path = self.options.outputHistory {
            request.expectedOutput = .history(try Self.history(FilePath(path)))
        }
        guard let size = self.options.size else { return request }
        for index in request.messages.indices {
            request.messages[index].parts = request.messages[index].parts.map { part in
                guard case .image(var image) = part, image.size == nil else { return part }
                image.size = size
                return .image(image)
            }
        }
        return request
    }

    /// The numbers of a file, one a line; blank lines are passed over.
    private static func history(_ path: FilePath) throws(CommandFailure) -> [Int] {
        var answers: [Int] = []
        let lines = try WholeInput.bytes(of: path).split(separator: 0x0A, omittingEmptySubsequences: false)
        for (number, line) in lines.enumerated() {
            let digits = String(decoding: line.filter { $0 != 0x0D && $0 != 0x20 }, as: UTF8.self)
            if digits.isEmpty { continue }
            guard let tokens = Int(digits), tokens >= 0 else {
                throw CommandFailure(
                    .invalidLine,
                    what: "\(path.displayText):\(number + 1)",
                    why: "no number of tokens"
                )
            }
            answers.append(tokens)
        }
        if answers.isEmpty {
            throw CommandFailure(.invalidLine, what: path.displayText, why: "no number of tokens in it")
        }
        return answers
    }

    /// Whether the first costs less: by what is expected, else by the input; what has no cost comes last.
    private static func isCheaper(_ first: Estimate, _ second: Estimate) -> Bool {
        let totals = [first, second].map { $0.costs.expected?.total ?? $0.costs.input.total }
        guard let left = totals[0] else { return false }
        return totals[1].map { left < $0 } ?? true
    }
}
