internal import ArgumentParser
internal import TallyReports

/// What every report has to know: which records it is about, and how it is written.
struct ReportOptions: ParsableArguments {
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

    @Option(help: ArgumentHelp("How to write the report: \(Self.forms).", valueName: "format"))
    var format = ReportForm.table

    @Option(help: ArgumentHelp("Which table csv has, by its name in JSON; otherwise the first.", valueName: "name"))
    var table: String?

    @Option(
        name: .shortAndLong,
        help: ArgumentHelp("Write to this file instead of standard output.", valueName: "file"),
        completion: .file()
    )
    var output: String?

    private static let forms = ReportForm.allCases.map(\.rawValue).joined(separator: ", ")

    func validate() throws {
        guard self.days == nil || self.ledger.count == 1 else {
            throw ValidationError("--days: needs the folder of a ledger, not files.")
        }
        guard self.table == nil || self.format == .csv else {
            throw ValidationError("--table: says which table --format csv has.")
        }
    }

    /// The records that the report is about.
    func scan() throws(CommandFailure) -> LedgerScan {
        var scan = LedgerScan(try self.source(), now: Timestamp(millisecondsSince1970: SystemClock.now * 1_000))
        scan.filter = self.conditions
        return scan
    }

    /// Sums up what the report is about.
    func fold<Fold: LedgerFold>(
        _ scan: LedgerScan,
        _ needs: RowNeeds,
        into fold: Fold
    ) throws(CommandFailure) -> (Fold, ScanFindings) {
        do throws(LedgerError) {
            return try scan.fold(needs, into: fold)
        } catch {
            throw CommandFailure(error, ledger: self.ledger.joined(separator: ", "))
        }
    }

    /// Writes the report where it was asked for.
    func write(_ document: ReportDocument, to console: Console) throws {
        let text = try self.text(document)
        if let output = self.output {
            try WholeFile.write(Array(text.utf8), to: FilePath(output))
        } else {
            try console.answer(text)
        }
    }

    private func text(_ document: ReportDocument) throws(CommandFailure) -> String {
        var options = ReportFormOptions()
        options.table = self.table
        do throws(ReportFormError) {
            return try document.text(as: self.format, options)
        } catch {
            throw CommandFailure(.invalidArgument, what: "--table", why: error.message)
        }
    }

    private func source() throws(CommandFailure) -> LedgerSource {
        if let missing = self.ledger.first(where: { OpenFile.kind(of: FilePath($0)) == nil }) {
            throw CommandFailure(
                .unreadableInput,
                what: FilePath(missing).displayText,
                why: "there is no such file or folder",
                remedy: "tally demo, which writes a ledger to try reports on"
            )
        }
        // Links are followed.
        guard let folder = self.ledger.first(where: { OpenFile.kind(of: FilePath($0 + "/.")) == .folder }) else {
            return .files(self.ledger)
        }
        guard self.ledger.count == 1 else {
            throw CommandFailure(
                .invalidArgument,
                what: FilePath(folder).displayText,
                why: "a report is about one folder, or about files",
                remedy: "one of them at a time"
            )
        }
        return .folder(folder, days: self.days?.range)
    }
}
