internal import ArgumentParser
internal import TallyReports

/// `tally report spend`: who spent what, on what.
struct SpendCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "spend",
        abstract: "Say what was spent, by team, model or whatever calls are tagged with.",
        discussion: """
            Spend is what is known of the cost of each call; calls with an unknown price are counted apart, and so are \
            calls without a tag, however few they are. Groups beyond --top are together in a row. Interactions are an \
            agent's turns or a user's requests, which may take many calls.

            Exit status: 0 answered, 2 wrong usage, 3 the ledger can not be read.

            Examples:
              tally report spend ledger
              tally report spend ledger --by team,model --per day --days 2026-11-01..
              tally report spend ledger --by customer --where environment=production --format csv
              tally report spend ledger --by feature --per week --format html -o spend.html
            """
    )

    @OptionGroup var options: ReportOptions
    @OptionGroup var grouping: SpendGrouping

    func run() throws {
        try self.grouping.report(.spend, of: self.options)
    }
}

/// `tally report tokens`: what used which kinds of tokens.
struct TokensCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tokens",
        abstract: "Say how many tokens of which kind were used, by team, model or tag.",
        discussion: """
            The same figures as in tally report spend, with the kinds of tokens first: input, cached, output, reasoning, \
            and how many an interaction takes. Groups are ranked by tokens.

            Exit status: 0 answered, 2 wrong usage, 3 the ledger can not be read.

            Examples:
              tally report tokens ledger --by model
              tally report tokens ledger --by feature --per hour --days 2026-11-20
            """
    )

    @OptionGroup var options: ReportOptions
    @OptionGroup var grouping: SpendGrouping

    func run() throws {
        try self.grouping.report(.tokens, of: self.options)
    }
}

/// What groups a report of spend or tokens has.
struct SpendGrouping: ParsableArguments {
    @Option(
        name: .customLong("by"),
        help: ArgumentHelp("What calls are told apart by: team,model (default: team).", valueName: "names")
    )
    var groups: [GroupArgument] = []

    @Option(help: ArgumentHelp("Also over time (UTC): hour, day, week or month.", valueName: "time"))
    var per: TimeBucket?

    @Option(help: ArgumentHelp("How many groups have a row of their own.", valueName: "n"))
    var top = 20

    func validate() throws {
        guard self.top >= 0 else { throw ValidationError("--top: expected 0 or more.") }
        guard self.groups.dimensions.count <= SpendReport.mostDimensions else {
            throw ValidationError("--by: expected at most \(SpendReport.mostDimensions) names.")
        }
    }

    /// Makes the report and writes it.
    func report(_ focus: SpendReport.Focus, of options: ReportOptions) throws {
        let dimensions = self.groups.isEmpty ? [.team] : self.groups.dimensions
        var report = SpendReport(focus, by: dimensions, per: self.per)
        report.top = self.top
        let console = Console()
        let document = try options.document { scan throws(LedgerError) in
            let (sums, findings) = try scan.fold(report.needs, into: report.fold)
            return report.document(sums, findings, scan)
        }
        try options.write(document, to: console)
        try console.finish()
    }
}
