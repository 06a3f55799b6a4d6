internal import TallyReports

/// Which records a command is about that does not write a report.
enum PlanSource {
    /// The folder of a ledger, or files of it.
    static func source(of ledger: [String], days: LedgerDays?) throws(CommandFailure) -> LedgerSource {
        if let missing = ledger.first(where: { OpenFile.kind(of: FilePath($0)) == nil }) {
            throw CommandFailure(
                .unreadableInput,
                what: FilePath(missing).displayText,
                why: "there is no such file or folder"
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

    /// What of a ledger did not count, or not as it is there, in words.
    static func notes(_ findings: ScanFindings) -> [(String, String)] {
        var notes: [(String, String)] = []
        func add(_ count: Int, _ what: String, _ why: String) {
            if count > 0 { notes.append((what, "\(NumberText.grouped(count)) \(why)")) }
        }
        add(findings.unreadableLines, "unreadable", "lines that are no records are left out; try tally ledger verify")
        add(findings.newerLines, "newer", "lines of a newer version of Tally are left out")
        add(findings.duplicates, "duplicates", "records that are there twice count once")
        add(findings.unfinishedLines, "unfinished", "last lines without an end are left out")
        add(findings.futureRecords, "future", "records are of a time that has not come yet; they count")
        return notes
    }
}
