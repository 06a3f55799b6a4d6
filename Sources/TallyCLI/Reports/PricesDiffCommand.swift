internal import ArgumentParser
internal import TallyEstimation
internal import TallyReports

/// `tally prices diff`: what another price book does to a ledger's usage.
struct PricesDiffCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "diff",
        abstract: "Show what another price book does to a ledger's usage.",
        discussion: """
            Prices each call by the old book at the time of the call, and by the new one as of --date (default: today). Shows \
            the money before and after, changed rates of models in use, and models in use that the new book lacks or says \
            will end. A book is bundled, or the file of a packed one.

            Exit status: 0 nothing costs another amount, 1 something does or a model in use is gone, 2 wrong usage, 3 a book \
            or the ledger can not be read.

            Examples:
              tally prices diff prices-october.bin bundled --ledger ledger --days 2026-10-01..2026-10-31
              tally prices diff bundled bundled --ledger ledger --date 2027-01-01
            """
    )

    @Argument(help: ArgumentHelp("The book until now: bundled, or a file.", valueName: "old"), completion: .file())
    var old: String

    @Argument(help: ArgumentHelp("The book from now on: bundled, or a file.", valueName: "new"), completion: .file())
    var new: String

    @Option(help: ArgumentHelp("The folder of the ledger.", valueName: "folder"), completion: .directory)
    var ledger: String

    @Option(help: ArgumentHelp("Only these days (UTC): A..B, A.., ..B or A.", valueName: "days"))
    var days: LedgerDays?

    @Option(
        name: .customLong("where"),
        help: ArgumentHelp("Only calls that are so: team=search, model=gpt-4*, team!=batch.", valueName: "condition")
    )
    var conditions: [RowCondition] = []

    @Option(name: .customLong("by"), help: ArgumentHelp("What calls are told apart by.", valueName: "names"))
    var groups: [GroupArgument] = []

    @Option(help: ArgumentHelp("How many groups are shown; the others are one row.", valueName: "n"))
    var top = 20

    @OptionGroup var pricing: PricingOptions
    @OptionGroup var writing: DocumentOptions

    func validate() throws {
        guard 1...10_000 ~= self.top else { throw ValidationError("--top: expected 1 to 10000.") }
    }

    func run() throws {
        let now = Timestamp(millisecondsSince1970: SystemClock.now * 1_000)
        var scan = LedgerScan(try LedgerSelection.source(of: [self.ledger], days: self.days), now: now)
        scan.filter = self.conditions
        var change = PriceBookChange(
            scan,
            from: try PriceBook.named(self.old),
            to: try PriceBook.named(self.new),
            asOf: try self.pricing.instant()
        )
        if !self.groups.isEmpty { change.groups = self.groups.dimensions }
        change.top = self.top
        let report: ReportDocument
        do {
            report = try change.report()
        } catch let error as LedgerError {
            throw CommandFailure(error, ledger: self.ledger)
        } catch let error as ForecastLimitError {
            throw CommandFailure(.invalidArgument, what: "--by", why: error.description, remedy: "--by model")
        }
        let console = Console()
        try self.writing.write(report, to: console)
        try console.finish()
        let isChanged = report.figures.contains { figure in
            ["changed_calls", "removed_models"].contains(figure.key) && figure.value != .count(0)
        }
        if isChanged { throw ExitStatus.answerIsNo.exitCode }
    }
}
