internal import TallyReports

extension ReportOptions {
    /// Makes the report that `make` makes of the records that were asked for.
    func document(
        _ make: (LedgerScan) throws(LedgerError) -> ReportDocument
    ) throws(CommandFailure) -> ReportDocument {
        let scan = try self.scan()
        do throws(LedgerError) {
            return try make(scan)
        } catch {
            throw self.failure(error)
        }
    }
}
