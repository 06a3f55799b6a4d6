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
            throw CommandFailure(error, ledger: self.ledger.joined(separator: ", "))
        }
    }
}

extension [String] {
    /// The dimensions that the names name, each once.
    var uniqueDimensions: [Dimension] {
        var dimensions: [Dimension] = []
        for name in self {
            if let dimension = Dimension(name: name), !dimensions.contains(dimension) { dimensions.append(dimension) }
        }
        return dimensions
    }
}
