internal import ArgumentParser
internal import TallyReports

/// Which records a command is about.
struct LedgerSelection: ParsableArguments {
    @Argument(
        help: ArgumentHelp("The folder of the ledger, or files of it.", valueName: "ledger"),
        completion: .file()
    )
    var ledger: [String]

    @Option(help: ArgumentHelp("Only these days (UTC): A..B, A.., ..B or A.", valueName: "days"))
    var days: LedgerDays?

    @Option(
        name: .customLong("where"),
        help: ArgumentHelp(
            "Only calls that are so: team=search, model=gpt-4*, team!=batch, customer= for those without.",
            valueName: "condition"
        )
    )
    var conditions: [RowCondition] = []

    func validate() throws {
        guard self.days == nil || self.ledger.count == 1 else {
            throw ValidationError("--days: needs the folder of a ledger, not files.")
        }
    }

    /// The records, to be read; nothing is opened yet.
    func scan() throws(CommandFailure) -> LedgerScan {
        var scan = LedgerScan(
            try Self.source(of: self.ledger, days: self.days),
            now: Timestamp(millisecondsSince1970: SystemClock.now * 1_000)
        )
        scan.filter = self.conditions
        return scan
    }

    /// What is wrong with the ledger.
    func failure(_ error: LedgerError) -> CommandFailure {
        CommandFailure(error, ledger: self.ledger.map { FilePath($0).displayText }.joined(separator: ", "))
    }

    /// Where the records are, in a folder or in files.
    static func source(of ledger: [String], days: LedgerDays?) throws(CommandFailure) -> LedgerSource {
        if let missing = ledger.first(where: { OpenFile.kind(of: FilePath($0)) == nil }) {
            throw CommandFailure(
                .unreadableInput,
                what: FilePath(missing).displayText,
                why: "there is no such file or folder",
                remedy: "tally demo, which writes a ledger to try this on"
            )
        }
        // Links are followed.
        guard let folder = ledger.first(where: { OpenFile.kind(of: FilePath($0 + "/.")) == .folder }) else {
            return .files(ledger)
        }
        guard ledger.count == 1 else {
            throw CommandFailure(
                .invalidArgument,
                what: FilePath(folder).displayText,
                why: "expected one folder, or files",
                remedy: "one of them at a time"
            )
        }
        return .folder(folder, days: days?.range)
    }
}
