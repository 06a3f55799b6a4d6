internal import ArgumentParser
internal import TallyFileExport

/// The days of a ledger that a command is about: `2026-11-01..2026-11-30`, either end left out for all before or after.
struct LedgerDays: ExpressibleByArgument {
    let range: ClosedRange<LedgerDay>

    init?(argument: String) {
        let parts = argument.components(separatedBy: "..")
        let first: LedgerDay?
        let last: LedgerDay?
        switch parts.count {
        case 1: (first, last) = (LedgerDay(argument), LedgerDay(argument))
        case 2:
            first = LedgerDay(parts[0].isEmpty ? "0001-01-01" : parts[0])
            last = LedgerDay(parts[1].isEmpty ? "9999-12-31" : parts[1])
        default: return nil
        }
        guard let first, let last, first <= last, argument != ".." else { return nil }
        self.range = first...last
    }
}

extension String {
    /// The parts between occurrences of `separator`.
    fileprivate func components(separatedBy separator: String) -> [String] {
        self.split(separator: separator, omittingEmptySubsequences: false).map(String.init)
    }
}

/// How a report is written.
enum ReportFormat: String, CaseIterable, ExpressibleByArgument {
    /// Aligned text for people.
    case table
    /// One JSON document, or JSON Lines where there is no end.
    case json
}

extension CommandFailure {
    /// What is wrong with a ledger.
    init(_ error: LedgerError, ledger: String) {
        self.init(
            .unreadableInput,
            what: ledger,
            why: error.message,
            remedy: error.code == .unreadableLine || error.code == .damaged ? "tally ledger verify \(ledger)" : nil
        )
    }
}
