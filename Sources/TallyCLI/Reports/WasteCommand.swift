internal import ArgumentParser
internal import TallyReports

/// `tally report waste`: where tokens are used up for little.
struct WasteCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "waste",
        abstract: "Find retries, cut answers, prompts a cache could serve, and contexts that grow.",
        discussion: """
            From counts and keyed hashes of prompts' starts (prefix_blocks), never from text. What a cache would have saved \
            is worked out with the rates in the ledger's own price lines, and is not said where they do not show them.

            Exit status: 0 answered, 2 wrong usage, 3 the ledger can not be read.

            Examples:
              tally report waste ledger
              tally report waste ledger --by team,use_case --days 2026-11-01.. --format markdown
              tally report waste ledger --format csv --table prompts
            """
    )

    @OptionGroup var options: ReportOptions

    @Option(
        name: .customLong("by"),
        help: ArgumentHelp("What calls are told apart by (default: team, feature).", valueName: "names")
    )
    var groups: [GroupArgument] = []

    @Option(help: ArgumentHelp("How many rows a table has.", valueName: "n"))
    var top = 20

    func validate() throws {
        guard self.top >= 0 else { throw ValidationError("--top: expected 0 or more.") }
        guard self.groups.dimensions.count <= 7 else { throw ValidationError("--by: expected at most 7 names.") }
    }

    func run() throws {
        var report = WasteReport(top: self.top)
        if !self.groups.isEmpty { report.dimensions = self.groups.dimensions }
        let console = Console()
        let document = try self.options.document { scan throws(LedgerError) in try report.document(of: scan) }
        try self.options.write(document, to: console)
        try console.finish()
    }
}
