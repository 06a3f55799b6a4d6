internal import ArgumentParser
internal import TallyConfiguration
internal import TallyEstimation
internal import TallyReports

/// `tally forecast`: what the months to come will cost.
struct ForecastCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "forecast",
        abstract: "Say what the months to come will cost.",
        discussion: """
            tally forecast LEDGER goes on from what a ledger shows; tally forecast plan FILE works out what a plan says \
            before there is a ledger.
            """,
        subcommands: [ForecastLedgerCommand.self, ForecastPlanCommand.self],
        defaultSubcommand: ForecastLedgerCommand.self
    )
}

/// `tally forecast ledger`: from what was spent.
struct ForecastLedgerCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ledger",
        abstract: "Forecast from a ledger.",
        discussion: """
            Fits a trend with a level for each day of the week to the spend by day. Conservative and peak are the ends of \
            the interval that has the spend in four of five cases. It needs 28 days for a growth, 7 for an interval. How \
            much retries add (a), the tokens of a call and the shares of cache and batch are told with it.

            Exit status: 0 answered, 2 wrong usage, 3 the ledger can not be read.

            Examples:
              tally forecast ledger-folder
              tally forecast ledger-folder --by team,model --months 6
              tally forecast ledger-folder --scale users=400
              tally forecast ledger-folder --config tally.yml --discount 15% --commitment 2000
            """
    )

    @OptionGroup var options: ReportOptions

    @Option(
        name: .customLong("by"),
        help: ArgumentHelp("What calls are told apart by: team,model.", valueName: "names")
    )
    var groups: [GroupArgument] = []

    @Option(help: ArgumentHelp("How many months.", valueName: "n"))
    var months = 3

    @Option(help: ArgumentHelp("How many groups are shown; the others are one row.", valueName: "n"))
    var top = 10

    @Option(help: ArgumentHelp("How many of something there are to be: users=400.", valueName: "name=n"))
    var scale: ScaleArgument?

    @Option(
        help: ArgumentHelp("The file with the budgets (default: tally.yml, if it is there).", valueName: "file"),
        completion: .file()
    )
    var config: String?

    @OptionGroup var terms: TermOptions

    func validate() throws {
        guard 1...120 ~= self.months else { throw ValidationError("--months: expected 1 to 120.") }
        guard 1...10_000 ~= self.top else { throw ValidationError("--top: expected 1 to 10000.") }
    }

    func run() throws {
        var forecast = SpendForecast(try self.options.scan())
        forecast.groups = self.groups.dimensions
        forecast.months = self.months
        forecast.top = self.top
        forecast.scale = self.scale?.scale
        forecast.terms = self.terms.terms()
        forecast.budgets = try PolicySection.document(of: self.config)?.policy.budgets ?? []
        let console = Console()
        do {
            try self.options.write(try forecast.report(), to: console)
        } catch let error as LedgerError {
            throw self.options.failure(error)
        } catch let error as ForecastLimitError {
            throw CommandFailure(.invalidArgument, what: "--by", why: error.description, remedy: "--by team")
        }
        try console.finish()
    }
}

/// `tally forecast plan`: from what is planned.
struct ForecastPlanCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "plan",
        abstract: "Work out a plan of spend from a file.",
        discussion: """
            The spend of a month is the sum over use cases of a * V * (Tin * pin + Tout * pout): overhead, calls, tokens of \
            a call and the prices of the book. A plan in YAML:

              months: 12
              use_cases:
                - name: answers
                  model: gpt-4o
                  calls: 100000        # in the first month
                  input_tokens: 2000
                  output_tokens: 500
                  overhead: 1.3        # a; 1.7, 1.85 and 2.0 by scenario where it is unknown
                  growth: 5%           # a month
                  cache_share: 40%
                  batch_share: 20%
              terms:
                discount: 15%
                utilisation: 80%       # of prepaid units
                commitment: 2000       # dollars a month
              scenarios:
                conservative: {volume: 0.8, overhead: 1.7}
                peak: {volume: 1.3, overhead: 2.0}

            Exit status: 0 answered, 2 wrong usage or a mistake in the file, 3 it can not be read.

            Examples:
              tally forecast plan plan.yml
              tally forecast plan plan.yml --format json --discount 20%
            """
    )

    @Argument(
        help: ArgumentHelp("The plan, in YAML or JSON; - is standard input.", valueName: "file"),
        completion: .file()
    )
    var file: String

    @Option(help: ArgumentHelp("How many months, instead of what the plan says.", valueName: "n"))
    var months: Int?

    @OptionGroup var terms: TermOptions
    @OptionGroup var pricing: PricingOptions
    @OptionGroup var writing: DocumentOptions

    func validate() throws {
        guard self.months.map({ 1...120 ~= $0 }) ?? true else { throw ValidationError("--months: expected 1 to 120.") }
    }

    func run() throws {
        let path = FilePath(self.file)
        var plan = try SpendPlan(tree: try YAMLInput.tree(at: path), file: path)
        if let months { plan.months = months }
        plan.terms = self.terms.terms(over: plan.terms)
        let console = Console()
        try self.writing.write(plan.report(by: .bundled, at: try self.pricing.instant()), to: console)
        try console.finish()
    }
}

extension SpendPlan {
    /// The plan that a file says.
    init(tree: JSONTree, file: FilePath) throws(CommandFailure) {
        var root = MappingReader(tree, path: "")
        var useCases: [UseCase] = []
        for var item in root.mappings("use_cases") {
            var useCase = UseCase(
                item.text("name", isRequired: true) ?? "",
                model: item.text("model", isRequired: true) ?? "",
                calls: item.number("calls", in: 0...1e12, isRequired: true) ?? 0,
                inputTokens: item.count("input_tokens", isRequired: true) ?? 0,
                outputTokens: item.count("output_tokens", isRequired: true) ?? 0
            )
            useCase.provider = item.text("provider")
            useCase.overhead = item.number("overhead", in: 0...1_000)
            useCase.growth = item.number("growth", in: -0.99...10) ?? 0
            useCase.cacheShare = item.number("cache_share", in: 0...1) ?? 0
            useCase.batchShare = item.number("batch_share", in: 0...1) ?? 0
            root.add(item)
            useCases.append(useCase)
        }
        self.init(useCases)
        if let months = root.number("months", in: 1...120) { self.months = Int(months) }
        if var terms = root.mapping("terms") {
            if let discount = terms.number("discount", in: 0...1) { self.terms.priceFactor = 1 - discount }
            self.terms.utilisation = terms.number("utilisation", in: 0...1)
            self.terms.commitment = terms.money("commitment")
            root.add(terms)
        }
        if var scenarios = root.mapping("scenarios") {
            func read(_ key: String, _ usual: Scenario) -> Scenario {
                guard var scenario = scenarios.mapping(key) else { return usual }
                let volume = scenario.number("volume", in: 0...1_000) ?? usual.volume
                let overhead = scenario.number("overhead", in: 0...1_000) ?? usual.overhead
                scenarios.add(scenario)
                return Scenario(volume: volume, overhead: overhead)
            }
            self.conservative = read("conservative", self.conservative)
            self.expected = read("expected", self.expected)
            self.peak = read("peak", self.peak)
            root.add(scenarios)
        }
        try root.finish(file)
        guard !self.useCases.isEmpty else {
            throw CommandFailure(
                .invalidArgument,
                what: file.displayText,
                why: "it has no use_cases",
                remedy: "tally forecast plan --help, which shows a plan"
            )
        }
    }
}
