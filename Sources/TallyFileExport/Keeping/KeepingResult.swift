internal import TallyMetering

/// What was done to closed files.
struct KeepingResult: Sendable {
    /// A file that was removed.
    struct Removed: Sendable {
        let file: LedgerFile
        let reason: String
    }

    var repaired: [String] = []
    var quarantinedBytes = 0
    var compressed: [String] = []
    var removed: [Removed] = []
    /// What failed, and is tried again the next time.
    var failures: [String] = []
}
