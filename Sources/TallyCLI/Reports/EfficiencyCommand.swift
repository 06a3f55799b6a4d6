internal import ArgumentParser
internal import TallyConfiguration
internal import TallyReports

/// `tally report efficiency`: was the work worth its tokens.
struct EfficiencyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "efficiency",
        abstract: "Say how much work was productive, and which tools and models to keep, scope or cut.",
        discussion: """
            A session is productive if its outcome is accepted and it used no more than the rules allow; inefficient if \
            it was accepted after rework or used more; wasteful if it was abandoned, reverted or failed. Sessions that \
            nobody stated an outcome of are shown as unknown. Calls without a session are judged by interaction, and \
            those without one each by itself.

            The rules are the section efficiency of tally.yml. A verdict needs 30 outcomes and is given with its 95% \
            interval.

            Examples:
              tally report efficiency ledger
              tally report efficiency ledger --by tool,model --days 2026-11-01.. --format markdown
              tally report efficiency ledger --config tally.yml --format json
            """
    )

    @OptionGroup var options: ReportOptions

    @Option(
        name: .customLong("by"),
        help: ArgumentHelp("Give verdicts by this (default: tool, model, team, work).", valueName: "names")
    )
    var groups: [GroupArgument] = []

    @Option(help: ArgumentHelp("How many rows a table has.", valueName: "n"))
    var top = 20

    @Option(
        help: ArgumentHelp("The file with the rules (default: tally.yml, if it is there).", valueName: "file"),
        completion: .file()
    )
    var config: String?

    func validate() throws {
        guard self.top >= 0 else { throw ValidationError("--top: expected 0 or more.") }
    }

    func run() throws {
        let rules = try PolicySection.document(of: self.config)?.efficiency ?? EfficiencyRules()
        var report = EfficiencyReport(rules: rules, top: self.top)
        if !self.groups.isEmpty { report.dimensions = self.groups.dimensions }
        let console = Console()
        let document = try self.options.document { scan throws(LedgerError) in try report.document(of: scan) }
        try self.options.write(document, to: console)
        try console.finish()
    }
}
