internal import ArgumentParser
internal import TallyReports

/// What every report of a ledger has to know: which records it is about, and how it is written.
struct ReportOptions: ParsableArguments {
    @OptionGroup var selection: LedgerSelection
    @OptionGroup var writing: DocumentOptions

    /// The records, to be read.
    func scan() throws(CommandFailure) -> LedgerScan { try self.selection.scan() }

    /// What is wrong with the ledger.
    func failure(_ error: LedgerError) -> CommandFailure { self.selection.failure(error) }

    /// Writes the report where it was asked for.
    func write(_ document: ReportDocument, to console: Console) throws {
        try self.writing.write(document, to: console)
    }
}
