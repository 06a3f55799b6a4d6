internal import ArgumentParser
internal import TallyEstimation

/// `tally estimate`: what texts would cost as the input of models.
struct EstimateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "estimate",
        abstract: "Estimate what a text would cost, model by model, cheapest first.",
        discussion: """
            The input is the text alone: what chats and tools add to it is not counted. --request reads the JSON body of a \
            request instead, and counts all that is in it. Costs are dollars per call, and \
            for --calls calls. Without --output-tokens the output is unknown, and the table shows what the input costs. \
            The maximum is the cost if the output is as long as it can be: --max-output-tokens, else what is left of the \
            context window where the provider says that input and output share it, else unknown.

            'approximate' is a count with another tokenizer, 'unpriced' a price that is not known: neither is a guess \
            made silently. A model without batch prices says so with --batch.

            Examples:
              tally estimate prompt.txt --model gpt-4o --model claude-sonnet-4-5
              tally estimate prompt.txt --model gpt-4o-mini --calls 10000 --batch
              tally estimate --request body.json --model gpt-5 --output-tokens 300
            """
    )

    @OptionGroup var input: InputOptions
    @OptionGroup var body: RequestOptions

    @Option(
        help: ArgumentHelp("A model to estimate for; may be repeated.", valueName: "name"),
        completion: .custom { _, _, _ in ModelCounter.knownModels }
    )
    var model: [String] = []

    @Option(help: ArgumentHelp("The output tokens to expect per call.", valueName: "n"))
    var outputTokens: Int?

    @Option(help: ArgumentHelp("The most output tokens a call may have.", valueName: "n"))
    var maxOutputTokens: Int?

    @Option(help: ArgumentHelp("How many calls.", valueName: "n"))
    var calls = 1

    @Option(help: ArgumentHelp("How many of the input tokens a cache serves.", valueName: "n"))
    var cachedTokens = 0

    @Flag(help: "Use batch prices.")
    var batch = false

    @OptionGroup var pricing: PricingOptions
    @OptionGroup var output: OutputOptions

    func validate() throws {
        try self.body.validate(besides: self.input.paths)
        if self.model.isEmpty, self.body.request == nil {
            throw ValidationError("--model: name at least one; 'tally models' lists them.")
        }
        if self.calls < 1 { throw ValidationError("--calls: must be at least 1.") }
        for (flag, value) in [
            ("--output-tokens", self.outputTokens), ("--max-output-tokens", self.maxOutputTokens),
            ("--cached-tokens", self.cachedTokens),
        ] {
            if let value, value < 0 { throw ValidationError("\(flag): must not be negative.") }
        }
        if let most = self.maxOutputTokens, let expected = self.outputTokens, expected > most {
            throw ValidationError("--output-tokens: is more than --max-output-tokens.")
        }
    }

    func run() throws {
        try KernelRequest.validate()
        let instant = try self.pricing.instant()
        let book = PriceBook.bundled
        if self.body.request != nil {
            try self.estimateRequest(instant, book)
            return
        }
        let subjects = try self.model.map { try EstimateSubject($0, book) }
        let console = Console(isQuiet: self.output.quiet)
        let counts = try self.count(subjects, console)
        let request = EstimateRequest(
            outputTokens: self.outputTokens,
            maximumOutputTokens: self.maxOutputTokens,
            cachedTokens: self.cachedTokens,
            calls: self.calls,
            conditions: PricingConditions(at: instant, processing: self.batch ? .batch : .standard)
        )
        let estimates = try subjects.map { subject in
            try CostEstimate(subject, tokens: counts[subject.choice.name] ?? 0, request, book)
        }
        try EstimateAnswer(console: console, format: self.output.format, request: request, book: book)
            .write(estimates.sorted(by: CostEstimate.isCheaper))
        try console.finish()
    }

    /// Estimates for the body of a request instead of texts.
    private func estimateRequest(_ instant: Int64, _ book: PriceBook) throws {
        let console = Console(isQuiet: self.output.quiet)
        let run = RequestRun(
            options: self.body,
            models: self.model,
            outputTokens: self.outputTokens,
            maximumOutputTokens: self.maxOutputTokens,
            cachedTokens: self.cachedTokens,
            calls: self.calls,
            conditions: PricingConditions(at: instant, processing: self.batch ? .batch : .standard),
            book: book
        )
        try RequestAnswer(console: console, format: self.output.format, run: run, showsItems: self.body.items)
            .write(try run.estimates())
        try console.finish()
    }

    /// Counts everything once with whatever counts for some model.
    private func count(_ subjects: [EstimateSubject], _ console: Console) throws -> [String: Int] {
        let choices = Dictionary(subjects.map { ($0.choice.name, $0.choice) }, uniquingKeysWith: { first, _ in first })
        var counts: [String: Int] = [:]
        try self.input.reader.forEach { input in
            switch input {
            case .text(let path, let content):
                try console.showProgress(next: content.count) { "counting \(path.displayText)" }
                for (name, choice) in choices {
                    counts[name, default: 0] += content.withBytes { choice.counter.count($0) }
                }
                try content.withBytes { _ = try console.noteInvalidUTF8($0, path) }
            case .skipped(let path, let reason):
                try console.note(path.displayText, "skipped, \(reason.name): \(reason.explanation)")
            case .failed(_, let failure):
                // A sum with a part missing would be wrong without looking so.
                throw failure
            }
        }
        return counts
    }
}
