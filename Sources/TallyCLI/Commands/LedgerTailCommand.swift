internal import ArgumentParser
internal import TallyFileExport

/// `tally ledger tail`: the records of a ledger as they come.
struct LedgerTailCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tail",
        abstract: "Show the records of a ledger as they come.",
        discussion: """
            One line for each record, as the console exporter prints it; with --format json the record as the ledger has \
            it. It goes on until it is interrupted (Ctrl-C), or its reader goes away. Records show up when the service has \
            written their batch.

            Examples:
              tally ledger tail /var/lib/answers/ledger
              tally ledger tail ledger --from-start --format json | jq .cost.total
            """
    )

    @Argument(help: ArgumentHelp("The folder of the ledger.", valueName: "folder"), completion: .directory)
    var folder: String

    @Flag(help: "Begin with the first record.")
    var fromStart = false

    @Option(help: ArgumentHelp("How many of the last records to begin with.", valueName: "n"))
    var lines = 10

    @Option(help: ArgumentHelp("How to write records: table or json.", valueName: "format"))
    var format = ReportFormat.table

    func validate() throws {
        guard 0...1_000_000 ~= self.lines else { throw ValidationError("--lines: expected 0 to 1000000.") }
    }

    func run() throws {
        var tail = LedgerTail(folder: self.folder, format: self.format)
        if self.fromStart {
            try tail.showAll()
        } else {
            try tail.showLast(self.lines)
        }
        try tail.follow()
    }
}
