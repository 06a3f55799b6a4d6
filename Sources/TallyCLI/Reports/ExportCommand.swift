internal import ArgumentParser
internal import TallyReports

/// `tally export`: a ledger for other systems.
struct ExportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "Export a ledger for a finance system or a spreadsheet.",
        discussion: """
            focus writes FOCUS 1.2 (FinOps Open Cost and Usage Specification) as CSV: one row for each meter (input, cached \
            input, output, ...), price and charge period, and for each set of the tags that are named. Unit price times \
            quantity is the cost, to the last digit. What has no known price has no SkuPriceId and costs 0, with the reason \
            in x_UnpricedReason; how many rows that are is told on standard error. Their tokens are in x_ConsumedTokens.

            csv writes one row for each call, with the names and units of the record.

            Exit status: 0 written, 2 wrong usage, 3 the ledger can not be read or the output not be written.

            Examples:
              tally export --format focus --account-id 4711 -o october.csv --days 2026-10-01..2026-10-31 ledger
              tally export --format focus --period month --tag team --tag cost_center ledger
              tally export --format csv --where team=search ledger | head
            """
    )

    @OptionGroup var selection: LedgerSelection

    @Option(help: ArgumentHelp("What to write: focus or csv.", valueName: "format"))
    var format = ExportForm.focus

    @Option(help: ArgumentHelp("How long a charge period is: hour, day or month.", valueName: "period"))
    var period = FocusGranularity.day

    @Option(
        name: .customLong("tag"),
        help: ArgumentHelp(
            "A tag that rows are told apart by; the more, the more rows. May be repeated. (default: team, feature, "
                + "use_case, environment, customer)",
            valueName: "key"
        )
    )
    var tags: [String] = []

    @Option(help: ArgumentHelp("BillingAccountId, which a ledger does not know.", valueName: "id"))
    var accountID = "tally"

    @Option(help: ArgumentHelp("BillingAccountName.", valueName: "name"))
    var accountName: String?

    @Option(
        name: .shortAndLong,
        help: ArgumentHelp("Write to this file instead of standard output.", valueName: "file"),
        completion: .file()
    )
    var output: String?

    func validate() throws {
        guard !self.accountID.isEmpty else { throw ValidationError("--account-id: expected a text.") }
    }

    func run() throws {
        let scan = try self.selection.scan()
        let console = Console()
        do {
            if let output = self.output {
                let file = try PartialFile(FilePath(output))
                let notes = try self.write(scan) { try file.write($0) }
                try file.finish()
                for (what, why) in notes { try console.note(what, why) }
            } else {
                let notes = try self.write(scan) { try console.answer($0) }
                for (what, why) in notes { try console.note(what, why) }
            }
        } catch let error as LedgerError {
            throw self.selection.failure(error)
        } catch let error as ExportLimitError {
            throw CommandFailure(.invalidArgument, what: "--tag", why: error.description, remedy: "--tag team")
        }
        try console.finish()
    }

    /// Writes the rows, and returns what a reader has to know about them.
    private func write(_ scan: LedgerScan, to write: (String) throws -> Void) throws -> [(String, String)] {
        switch self.format {
        case .csv:
            return Self.notes(try CallExport(scan).write(to: write))
        case .focus:
            var export = FocusExport(scan)
            export.granularity = self.period
            if !self.tags.isEmpty { export.tagKeys = self.tags }
            export.account = FocusAccount(id: self.accountID, name: self.accountName)
            let summary = try export.write(to: write)
            var notes = Self.notes(summary.findings)
            if summary.unpricedRows > 0 {
                let rows = NumberText.counted(summary.unpricedRows, "row")
                notes.append(("unpriced", "\(rows) without a known price, with costs of 0; see x_UnpricedReason"))
            }
            return notes
        }
    }

    private static func notes(_ findings: ScanFindings) -> [(String, String)] {
        findings.notes.map { ($0.code, $0.text) }
    }
}

/// What an export writes.
enum ExportForm: String, CaseIterable, ExpressibleByArgument {
    /// Charges in the form of FOCUS 1.2.
    case focus
    /// A row for each call.
    case csv
}
