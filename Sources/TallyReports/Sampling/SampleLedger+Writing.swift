internal import TallyMetering
internal import TallyPricing

extension SampleLedger {
    /// Writes the sample as a ledger: folders of days with files of JSON Lines, named as a service names them.
    ///
    /// - Parameters:
    ///   - folder: The ledger, which need not be there. Files that are there are left alone, so give it one of its own.
    ///   - progress: Is told now and then how many records there are.
    /// - Returns: What was written. Records of ``oddities`` count too, but for lines that are no records and those there
    ///   twice.
    /// - Throws: ``SampleLedgerError`` where the system does not take a folder or a file, and what `progress` throws.
    /// - Complexity: O(*n*) in time for *n* records; memory for an hour of them.
    public func write(
        to folder: String,
        progress: (_ records: Int) throws -> Void = { _ in }
    ) throws -> SampleSummary {
        var writer = SampleLedgerWriter(folder: folder, seed: self.seed, maximumFileSize: self.maximumFileSize)
        var odd = SampleOddLines()
        var extra = SampleSummary(anomalies: [])
        let oddities = self.oddities.members
        // Often enough that each of the awkward tags is there.
        let interval = max(10, self.records / 140)
        var written = 0
        var hasOutlier = false
        let summary = try self.forEach { record in
            let line = try writer.write(record)
            written += 1
            if written % 10_000 == 0 { try progress(written) }
            guard written % interval == 0, !oddities.isEmpty, case .usage(let call) = record else { return }
            let oddity = oddities[written / interval % oddities.count]
            if oddity == .outlier, hasOutlier { return }
            if let record = odd.record(oddity, of: call) {
                hasOutlier = hasOutlier || oddity == .outlier
                _ = try writer.write(.usage(record))
                extra.add(.usage(record))
            } else {
                try writer.write(odd.line(oddity, of: line))
            }
            extra.oddities[oddity, default: 0] += 1
        }
        if oddities.contains(.tornLine), written > 0 {
            try writer.write(Array("{\"schema\":1,\"kind\":\"usage\",\"id\":\"0".utf8))
            extra.oddities[.tornLine, default: 0] += 1
        }
        try writer.finish()
        return summary.adding(extra, files: writer.files, bytes: writer.bytes)
    }
}

extension SampleSummary {
    /// Returns this with the records of oddities.
    fileprivate func adding(_ other: SampleSummary, files: Int, bytes: Int) -> SampleSummary {
        var sum = self
        sum.records += other.records
        sum.calls += other.calls
        sum.tokens += other.tokens
        sum.cost += other.cost
        sum.unpricedCalls += other.unpricedCalls
        sum.untaggedCalls += other.untaggedCalls
        sum.failedCalls += other.failedCalls
        sum.oddities = other.oddities
        sum.files = files
        sum.bytes = bytes
        return sum
    }
}
