public import TallyFileExport

/// Where records are read from.
public enum LedgerSource: Hashable, Sendable {
    /// A ledger's folder, of these days; nil for all.
    case folder(String, days: ClosedRange<LedgerDay>? = nil)
    /// Files of JSON Lines, plain or compressed, as one day.
    case files([String])
}
