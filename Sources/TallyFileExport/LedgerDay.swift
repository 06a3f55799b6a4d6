public import TallyMetering

/// A day in UTC, as a folder of a ledger has it.
public struct LedgerDay: Hashable, Sendable {
    /// The day as `2026-11-21`.
    public let description: String

    /// The day in UTC that holds `time`.
    public init(_ time: Timestamp) {
        self.description = String(time.description.prefix(10))
    }
}

extension LedgerDay: LosslessStringConvertible {
    /// The day of a text like `2026-11-21`; nil for any other text.
    public init?(_ text: String) {
        guard text.utf8.count == 10, let time = Timestamp("\(text)T00:00:00Z") else { return nil }
        self.init(time)
    }
}

extension LedgerDay: Comparable {
    /// Returns whether the first day is earlier.
    public static func < (left: LedgerDay, right: LedgerDay) -> Bool {
        left.description < right.description
    }
}
