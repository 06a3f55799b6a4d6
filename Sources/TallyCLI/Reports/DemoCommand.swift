internal import ArgumentParser
internal import TallyFileExport
internal import TallyReports
internal import TallyStorage

/// `tally demo`: a ledger to try reports on.
struct DemoCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "demo",
        abstract: "Write a ledger of a company that does not exist, to try reports on.",
        discussion: """
            The ledger has calls of thirteen features of eight teams on models of several providers, priced by the bundled \
            price book, with chats, agents, batches, caches, estimates, retries and outcomes; calls without tags and with \
            wrong ones; models without a price; and, in a week or more, six things out of the ordinary, which the answer \
            names. The same options always write the same bytes.

            The folder must not be there, or be empty. With --dirty there is also what readers of ledgers have to live \
            with: torn lines, lines that are no records, a newer schema, duplicates, calls of the year 2099, a call of a \
            billion tokens, and markup in tags.

            Exit status: 0 written, 2 wrong usage or a folder with something in it, 3 the system does not take a file.

            Examples:
              tally demo
              tally demo --records 1000000 --days 90 --output big
              tally demo --seed 7 --format json
            """
    )

    @Option(
        name: .shortAndLong,
        help: ArgumentHelp("The folder that the ledger is written into.", valueName: "folder"),
        completion: .directory
    )
    var output = "tally-demo"

    @Option(help: ArgumentHelp("How many records there are.", valueName: "n"))
    var records = 100_000

    @Option(help: ArgumentHelp("How many days they are of, from 2026-10-01 on.", valueName: "n"))
    var days = 30

    @Option(help: ArgumentHelp("Another number, another ledger.", valueName: "n"))
    var seed: UInt64 = 1

    @Flag(help: "Also write what readers of ledgers have to live with.")
    var dirty = false

    @Option(help: ArgumentHelp("How to write the answer: table or json.", valueName: "format"))
    var format = ReportFormat.table

    private static let maximumRecords = 1_000_000_000

    func validate() throws {
        guard !self.output.isEmpty else { throw ValidationError("--output: expected a folder.") }
        guard 0...Self.maximumRecords ~= self.records else {
            throw ValidationError("--records: expected 0 to \(Self.maximumRecords).")
        }
        guard 1...SampleLedger.maximumDays ~= self.days else {
            throw ValidationError("--days: expected 1 to \(SampleLedger.maximumDays).")
        }
    }

    func run() throws {
        try self.requireFreeFolder()
        var sample = SampleLedger()
        sample.records = self.records
        sample.days = self.days
        sample.seed = self.seed
        if self.dirty { sample.oddities = .all }
        let console = Console()
        let summary: SampleSummary
        do {
            summary = try sample.write(to: self.output) { records in
                try console.showProgress {
                    "\(NumberText.grouped(records)) of \(NumberText.grouped(self.records)) records"
                }
            }
        } catch let error as SampleLedgerError {
            throw CommandFailure(.unwritableOutput, what: self.path.displayText, why: error.description)
        }
        let answer = DemoAnswer(folder: self.output, sample, summary)
        try console.answer(self.format == .json ? answer.json : answer.table)
        try console.finish()
    }

    private var path: FilePath { FilePath(self.output) }

    /// Throws where something is there already: files of somebody else, or of another sample.
    private func requireFreeFolder() throws(CommandFailure) {
        guard OpenFile.kind(of: self.path) != nil else { return }
        let entries: [Folder.Entry]
        do throws(StorageError) {
            entries = try Folder(self.output).entries()
        } catch {
            throw CommandFailure(
                .invalidArgument,
                what: self.path.displayText,
                why: error.description,
                remedy: "--output with a folder that is not there"
            )
        }
        guard !entries.isEmpty else { return }
        throw CommandFailure(
            .invalidArgument,
            what: self.path.displayText,
            why: "the folder has something in it",
            remedy: "--output with a folder that is not there"
        )
    }
}
