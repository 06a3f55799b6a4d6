internal import ArgumentParser
internal import TallyReports

/// `tally report anomalies`: what uses much more than is usual for it.
struct AnomaliesCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "anomalies",
        abstract: "Find spikes of tokens, cost, tokens per call, errors and retries.",
        discussion: """
            Each unit (team and feature, unless --by says others) is held against the median of the same hour of the week \
            in the eight weeks before, with the level of its last days. Nothing later is used, so that a run from cron \
            says what a look back says. Alarms begin with a unit's third week; small amounts raise none.

            The exit status is 1 if there are anomalies, 0 if not.

            Examples:
              tally report anomalies ledger
              tally report anomalies ledger --since 2026-11-21T00:00:00Z --format json
              tally report anomalies ledger --by customer --step day
            """
    )

    @OptionGroup var options: ReportOptions

    @Option(
        name: .customLong("by"),
        help: ArgumentHelp("What units are told apart by (default: team, feature).", valueName: "names")
    )
    var groups: [GroupArgument] = []

    @Option(help: ArgumentHelp("Watch hours or days: hour, day.", valueName: "step"))
    var step = AnomalyStep.hour

    @Option(help: ArgumentHelp("Only tell what was not over at this day or moment (UTC).", valueName: "time"))
    var since: String?

    @Option(help: ArgumentHelp("How many anomalies are listed.", valueName: "n"))
    var top = 100

    private var moment: Timestamp? {
        self.since.flatMap { Timestamp($0) ?? Timestamp("\($0)T00:00:00Z") }
    }

    func validate() throws {
        guard self.top >= 0 else { throw ValidationError("--top: expected 0 or more.") }
        guard self.since == nil || self.moment != nil else {
            throw ValidationError(
                "--since: expected a day such as 2026-11-21, or a moment such as 2026-11-21T06:00:00Z."
            )
        }
    }

    func run() throws {
        var report = AnomalyReport(step: self.step, since: self.moment, top: self.top)
        if !self.groups.isEmpty { report.dimensions = self.groups.dimensions }
        let console = Console()
        let document = try self.options.document { scan throws(LedgerError) in try report.document(of: scan) }
        try self.options.write(document, to: console)
        try console.finish()
        let found = document.figures.first { $0.key == "anomalies" }
        if found?.value != .count(0) { throw ExitStatus.answerIsNo.exitCode }
    }
}
