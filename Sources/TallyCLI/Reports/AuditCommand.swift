internal import ArgumentParser
internal import TallyReports

/// `tally report audit`: what a ledger has seen.
struct AuditCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "audit",
        abstract: "List the models, providers, tags, tools and call sites that were seen, and when.",
        discussion: """
            A list for each field, the dearest value first, with its first and last call.

            Exit status: 0 answered, 2 wrong usage, 3 the ledger can not be read.

            Examples:
              tally report audit ledger
              tally report audit ledger --field model,provider --days 2026-11-01..
              tally report audit ledger --format csv --table model
            """
    )

    @OptionGroup var options: ReportOptions

    @Option(help: ArgumentHelp("Only these fields or tags: model,team.", valueName: "names"))
    var field: [GroupArgument] = []

    @Option(help: ArgumentHelp("How many values of a field are listed.", valueName: "n"))
    var top = 50

    func validate() throws {
        guard self.top >= 0 else { throw ValidationError("--top: expected 0 or more.") }
    }

    func run() throws {
        var report = AuditReport(top: self.top)
        if !self.field.isEmpty { report.fields = self.field.dimensions }
        let console = Console()
        let document = try self.options.document { scan throws(LedgerError) in try report.document(of: scan) }
        try self.options.write(document, to: console)
        try console.finish()
    }
}
