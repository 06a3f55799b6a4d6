internal import TallyFileExport

extension LedgerScan {
    /// The scan in parts that are read one after the other: of a ledger's folder one for each day, or for each month if a
    /// month has to be whole; of files one for all.
    ///
    /// - Throws: ``LedgerError`` for a folder that the system does not give.
    func chunks(byMonth: Bool) throws(LedgerError) -> [LedgerScan] {
        guard case .folder(let folder, let days) = self.source else { return [self] }
        var ranges: [ClosedRange<LedgerDay>] = []
        for day in try LedgerReader(folder: folder, days: days).listDays() {
            // The text of a month is the beginning of its days'.
            if byMonth, let last = ranges.last, last.lowerBound.description.prefix(7) == day.description.prefix(7) {
                ranges[ranges.count - 1] = last.lowerBound...day
            } else {
                ranges.append(day...day)
            }
        }
        return ranges.map { range in
            var part = self
            part.source = .folder(folder, days: range)
            return part
        }
    }
}
