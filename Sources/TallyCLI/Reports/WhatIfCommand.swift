internal import ArgumentParser
internal import TallyEstimation
internal import TallyReports

/// `tally whatif`: what the same usage would have cost otherwise.
struct WhatIfCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "whatif",
        abstract: "Price a ledger's usage with another model, in batches, or cached.",
        discussion: """
            Prices each call twice by the price book at the time of the call: as it was, and changed. Calls without a known \
            price in one of the two ways are in neither sum and are shown apart.

            Another model counts the same text in another number of tokens. --token-ratio says how many for one (1.2: a \
            fifth more); models with the same encoding count alike; otherwise as many are assumed, with a warning.

            Exit status: 0 answered, 2 wrong usage, 3 the ledger can not be read.

            Examples:
              tally whatif ledger --model gpt-4o=gpt-5-mini
              tally whatif ledger --model 'claude-opus-*=claude-sonnet-4-5' --token-ratio 1 --by team
              tally whatif ledger --batch 30% --cache 50% --where team=search
            """
    )

    @OptionGroup var options: ReportOptions

    @Option(
        name: .customLong("model"),
        help: ArgumentHelp("Calls of a model (* for several) made by another. May be repeated.", valueName: "old=new")
    )
    var models: [ReplacementArgument] = []

    @Option(help: ArgumentHelp("Tokens of the other model for one of the old.", valueName: "number"))
    var tokenRatio: Double?

    @Option(help: ArgumentHelp("The provider of the new models, where their names do not tell it.", valueName: "name"))
    var provider: String?

    @Option(help: ArgumentHelp("The part of calls that would be in batches.", valueName: "share"))
    var batch: ShareArgument?

    @Option(help: ArgumentHelp("The part of the input that a cache would serve.", valueName: "share"))
    var cache: ShareArgument?

    @Option(
        help: ArgumentHelp("The service tier that would serve the calls, in the provider's word.", valueName: "name")
    )
    var tier: String?

    @Option(name: .customLong("by"), help: ArgumentHelp("What calls are told apart by.", valueName: "names"))
    var groups: [GroupArgument] = []

    @Option(help: ArgumentHelp("How many groups are shown; the others are one row.", valueName: "n"))
    var top = 20

    @Option(
        help: ArgumentHelp("Prices: bundled, or the file of a packed book.", valueName: "book"),
        completion: .file()
    )
    var prices = "bundled"

    func validate() throws {
        for (name, share) in [("--batch", self.batch), ("--cache", self.cache)] {
            if let share, !(0...1 ~= share.value) { throw ValidationError("\(name): expected 0% to 100%.") }
        }
        guard self.tokenRatio.map({ $0 > 0 && $0 <= 100 }) ?? true else {
            throw ValidationError("--token-ratio: expected a number above 0, at most 100.")
        }
        guard self.tokenRatio == nil || !self.models.isEmpty else {
            throw ValidationError("--token-ratio: is about --model.")
        }
        guard !self.models.isEmpty || self.batch != nil || self.cache != nil || self.tier != nil else {
            throw ValidationError("what is to change? Expected --model, --batch, --cache or --tier.")
        }
        guard 1...10_000 ~= self.top else { throw ValidationError("--top: expected 1 to 10000.") }
    }

    func run() throws {
        var question = WhatIf(try self.options.scan())
        question.book = try PriceBook.named(self.prices)
        question.replacements = try self.models.map { argument throws(CommandFailure) in
            // A name that the book does not know would leave out every call in silence.
            _ = try question.book.find(argument.new, provider: self.provider)
            let ratio = self.tokenRatio ?? (argument.hasSameEncoding ? 1 : nil)
            return WhatIf.Replacement(argument.old, by: argument.new, provider: self.provider, tokenRatio: ratio)
        }
        question.batchShare = self.batch?.value
        question.cacheShare = self.cache?.value
        question.serviceTier = self.tier
        if !self.groups.isEmpty { question.groups = self.groups.dimensions }
        question.top = self.top
        let console = Console()
        do {
            try self.options.write(try question.report(), to: console)
        } catch let error as LedgerError {
            throw self.options.failure(error)
        } catch let error as ForecastLimitError {
            throw CommandFailure(.invalidArgument, what: "--by", why: error.description, remedy: "--by model")
        }
        try console.finish()
    }
}

/// A model and the one that takes its place: `gpt-4o=gpt-5-mini`.
struct ReplacementArgument: ExpressibleByArgument {
    let old: NamePattern
    let new: String

    init?(argument: String) {
        guard let equals = argument.firstIndex(of: "="), equals != argument.startIndex else { return nil }
        self.old = NamePattern(String(argument[..<equals]))
        self.new = String(argument[argument.index(after: equals)...])
        if self.new.isEmpty { return nil }
    }

    /// Whether both are models that count by the same encoding; unknown for a pattern.
    var hasSameEncoding: Bool {
        guard !self.old.text.contains("*"), let one = ModelCatalogue.facts(of: self.old.text)?.encodingName,
            let other = ModelCatalogue.facts(of: self.new)?.encodingName
        else { return false }
        return one == other
    }
}
