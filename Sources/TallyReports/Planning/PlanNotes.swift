internal import TallyMetering

/// What every plan that is drawn from a ledger says about it.
enum PlanNotes {
    /// What of the ledger did not count, or not as it is there.
    static func notes(on findings: ScanFindings) -> [ReportDocument.Note] {
        var notes: [ReportDocument.Note] = []
        func add(_ count: Int, _ code: String, _ text: String, _ severity: ReportDocument.Note.Severity = .warning) {
            if count > 0 { notes.append(ReportDocument.Note(severity, code, "\(count) \(text)")) }
        }
        add(findings.unreadableLines, "unreadable_lines", "lines are no records and do not count.")
        add(findings.newerLines, "newer_lines", "lines are of a newer version of Tally and do not count.")
        add(findings.duplicates, "duplicates", "records were there twice and count once.", .info)
        add(findings.unfinishedLines, "unfinished_lines", "last lines have no end and do not count.", .info)
        for line in findings.badLines {
            let text = "\(line.file), line \(line.line): \(line.reason)"
            notes.append(ReportDocument.Note(.warning, "bad_line", text))
        }
        return notes
    }

    /// What was left out, in the words it was asked for.
    static func filter(_ conditions: [RowCondition]) -> [String] {
        conditions.map { "\($0.dimension.name)\($0.isNegated ? "!=" : "=")\($0.pattern)" }
    }

    /// What calls without a known price mean for a figure.
    static func unpriced(_ count: Int) -> ReportDocument.Note? {
        guard count > 0 else { return nil }
        let text = "\(count) calls have a part without a known price, which is in no amount: the amounts are too small."
        return ReportDocument.Note(.warning, "unpriced", text)
    }
}
