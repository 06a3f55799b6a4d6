internal import ArgumentParser
internal import TallyReports

/// `tally report value`: what accepted work costs and what is left of what it brings in.
struct ValueCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "value",
        abstract: "Say what accepted work costs by customer and feature, and what margin is left.",
        discussion: """
            The cost per accepted session is the cost of all sessions, also of those that were abandoned, over those \
            whose latest outcome is accepted.

            --value names a CSV file with a header: customer or feature (or any tag), and revenue, allowance or both, in \
            dollars for the period of the report. It adds the margin, revenue minus cost, and what is spent beyond the \
            allowance.

            Examples:
              tally report value ledger --days 2026-11-01..2026-11-30
              tally report value ledger --value contracts.csv --format csv
              tally report value ledger --by team,use_case
            """
    )

    @OptionGroup var options: ReportOptions

    @Option(
        name: .customLong("by"),
        help: ArgumentHelp("What work is told apart by (default: customer, feature).", valueName: "names")
    )
    var groups: [GroupArgument] = []

    @Option(
        help: ArgumentHelp("A CSV file with revenue and allowance by customer or feature.", valueName: "file"),
        completion: .file()
    )
    var value: String?

    @Option(help: ArgumentHelp("How many rows a table has.", valueName: "n"))
    var top = 50

    func validate() throws {
        guard self.top >= 0 else { throw ValidationError("--top: expected 0 or more.") }
    }

    func run() throws {
        var report = ValueReport(values: try self.value.map { try Self.table($0) }, top: self.top)
        if !self.groups.isEmpty { report.dimensions = self.groups.dimensions }
        let console = Console()
        let document = try self.options.document { scan throws(LedgerError) in try report.document(of: scan) }
        try self.options.write(document, to: console)
        try console.finish()
    }

    private static func table(_ file: String) throws -> ValueTable {
        let path = FilePath(file)
        guard let text = String(validating: try WholeInput.bytes(of: path), as: UTF8.self) else {
            throw CommandFailure(.invalidArgument, what: path.displayText, why: "it is not UTF-8")
        }
        do throws(ValueTableError) {
            return try ValueTable(csv: text)
        } catch {
            throw CommandFailure(.invalidArgument, what: "\(path.displayText):\(error.line)", why: error.message)
        }
    }
}
