internal import ArgumentParser
internal import TallyReports

/// `tally report variance`: why spend changed.
struct VarianceCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "variance",
        abstract: "Say why spend changed: volume, mix, tokens per call, price.",
        discussion: """
            Compares the days of --to with those of --from, or with what was --planned for them. The change of each group \
            and model is split into four effects that sum to it exactly. Of the calls of --to that have an estimate it \
            also says how far the estimates were off.

            Examples:
              tally report variance ledger --from 2026-10-01..2026-10-31 --to 2026-11-01..2026-11-30
              tally report variance ledger --from 2026-10-01..2026-10-31 --to 2026-11-01..2026-11-30 --planned 5000
              tally report variance ledger --from 2026-11-20 --to 2026-11-21 --by customer --format csv --table movers
            """
    )

    @OptionGroup var options: ReportOptions

    @Option(help: ArgumentHelp("The days of the first period (UTC): A..B or A.", valueName: "days"))
    var from: LedgerDays

    @Option(help: ArgumentHelp("The days of the second period (UTC): A..B or A.", valueName: "days"))
    var to: LedgerDays

    @Option(
        name: .customLong("by"),
        help: ArgumentHelp("What movers are told apart by (default: team, feature).", valueName: "names")
    )
    var groups: [GroupArgument] = []

    @Option(help: ArgumentHelp("What the second period was planned to cost, in dollars.", valueName: "dollars"))
    var planned: String?

    @Option(help: ArgumentHelp("How many movers are shown.", valueName: "n"))
    var top = 20

    private var plannedMoney: Money? {
        self.planned.flatMap { Money($0.hasPrefix("$") ? String($0.dropFirst()) : $0) }
    }

    func validate() throws {
        guard self.top >= 0 else { throw ValidationError("--top: expected 0 or more.") }
        guard self.planned == nil || self.plannedMoney.map({ $0 >= .zero }) == true else {
            throw ValidationError("--planned: expected dollars as a decimal number, such as 5000 or 12.50.")
        }
    }

    func run() throws {
        var report = VarianceReport(from: self.from.range, to: self.to.range, planned: self.plannedMoney, top: self.top)
        if !self.groups.isEmpty { report.dimensions = self.groups.dimensions }
        let console = Console()
        let document = try self.options.document { scan throws(LedgerError) in try report.document(of: scan) }
        try self.options.write(document, to: console)
        try console.finish()
    }
}
