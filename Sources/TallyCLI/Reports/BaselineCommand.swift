internal import ArgumentParser
internal import TallyReports

/// `tally report baseline`: each team beside the others.
struct BaselineCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "baseline",
        abstract: "Hold each team against the average and the median of all, and find the outliers.",
        discussion: """
            What a call, an interaction and a user cost each team, how many times the median of the teams that is, and \
            which teams are above three times the median. An outlier always has its row.

            Exit status: 0 answered, 2 wrong usage, 3 the ledger can not be read.

            Examples:
              tally report baseline ledger
              tally report baseline ledger --by feature --where environment=production
            """
    )

    @OptionGroup var options: ReportOptions

    @Option(
        name: .customLong("by"),
        help: ArgumentHelp("What is held against each other (default: team).", valueName: "name")
    )
    var groups: [GroupArgument] = []

    @Option(help: ArgumentHelp("How many rows there are, besides outliers.", valueName: "n"))
    var top = 50

    func validate() throws {
        guard self.top >= 0 else { throw ValidationError("--top: expected 0 or more.") }
        guard self.groups.dimensions.count <= 1 else { throw ValidationError("--by: expected one name.") }
    }

    func run() throws {
        let report = BaselineReport(by: self.groups.dimensions.first ?? .team, top: self.top)
        let console = Console()
        let document = try self.options.document { scan throws(LedgerError) in try report.document(of: scan) }
        try self.options.write(document, to: console)
        try console.finish()
    }
}
