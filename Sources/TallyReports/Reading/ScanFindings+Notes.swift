extension ScanFindings {
    /// What a reader of a report has to know of the scan; empty if nothing was amiss.
    package var notes: [ReportDocument.Note] {
        let found: [(Int, ReportDocument.Note.Severity, String, String)] = [
            (self.unreadableLines, .warning, "unreadable_lines", "lines are no records and are in no figure"),
            (self.newerLines, .warning, "newer_lines", "lines are of a newer version of Tally and are in no figure"),
            (self.unfinishedLines, .info, "unfinished_lines", "lines have no end yet and are in no figure"),
            (self.duplicates, .info, "duplicates", "records were there twice and count once"),
            (self.futureRecords, .warning, "future_records", "records are of a time after now; they count"),
            (self.filteredRecords, .info, "filtered_records", "calls were left out by the filter"),
        ]
        var notes: [ReportDocument.Note] = []
        for (count, severity, code, text) in found where count > 0 {
            notes.append(ReportDocument.Note(severity, code, "\(count) \(text)."))
        }
        return notes
    }
}
