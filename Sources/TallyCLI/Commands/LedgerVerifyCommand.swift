internal import ArgumentParser
internal import TallyFileExport

/// `tally ledger verify`: whether a ledger is whole.
struct LedgerVerifyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Check that a ledger is whole, and sum it up.",
        discussion: """
            Reads every line and finds lines that are no records or of a newer version, lines that a crash tore, records \
            that are there twice, records in the folder of another day, files that are damaged, and gaps: what the \
            service states that it had to drop.

            The exit status is 1 if there is any of that. A last line that is being written right now is none.

            Examples:
              tally ledger verify /var/lib/answers/ledger
              tally ledger verify ledger --days 2026-11-01..2026-11-30 --format json
            """
    )

    @Argument(help: ArgumentHelp("The folder of the ledger.", valueName: "folder"), completion: .directory)
    var folder: String

    @Option(help: ArgumentHelp("Only these days (UTC): A..B, A.., ..B or A.", valueName: "days"))
    var days: LedgerDays?

    @Option(help: ArgumentHelp("How many problems are told one by one; all are counted.", valueName: "n"))
    var limit = 100

    @Option(help: ArgumentHelp("How to write the answer: table or json.", valueName: "format"))
    var format = ReportFormat.table

    func validate() throws {
        guard self.limit >= 0 else { throw ValidationError("--limit: expected 0 or more.") }
    }

    func run() throws {
        var limits = LedgerVerification.Limits()
        limits.problems = self.limit
        let verification: LedgerVerification
        do throws(LedgerError) {
            verification = try LedgerVerification(
                of: LedgerReader(folder: self.folder, days: self.days?.range),
                limits: limits
            )
        } catch {
            throw CommandFailure(error, ledger: self.folder)
        }
        let console = Console()
        let report = LedgerReport(folder: self.folder, verification)
        try console.answer(self.format == .json ? report.json : report.table)
        try console.finish()
        if !report.isWhole { throw ExitStatus.answerIsNo.exitCode }
    }
}
