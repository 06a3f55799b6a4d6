internal import TallyStorage

extension LedgerReader {
    /// The days that the ledger has folders for, in order.
    ///
    /// - Throws: ``LedgerError`` with ``LedgerError/Code/unavailable``.
    package func listDays() throws(LedgerError) -> [LedgerDay] {
        do throws(StorageError) {
            return try LedgerFile.days(in: Folder(self.folder)).filter { self.days?.contains($0) ?? true }.sorted()
        } catch {
            throw LedgerError(error)
        }
    }
}
