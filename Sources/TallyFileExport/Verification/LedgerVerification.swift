public import TallyMetering

/// What a ledger holds, and what is wrong with it.
///
/// ```swift
/// let verification = try LedgerVerification(of: LedgerReader(folder: folder))
/// print(verification.amount.records, verification.amount.cost, verification.problems)
/// ```
///
/// Gaps can be told only where somebody stated them: ids have no numbers that follow on one another, but what a pipeline
/// dropped it says in drop records, whose sums are in ``dropped``.
public struct LedgerVerification: Sendable {
    /// How much is checked and kept.
    public struct Limits: Sendable {
        /// The most ids that are kept to find duplicates.
        ///
        /// Each takes 16 to 43 bytes of memory, 20,000,000 of them less than 1 GB. Records beyond are compared with those
        /// and not with one another.
        public var ids = 20_000_000
        /// The most problems that are told one by one; all are counted.
        public var problems = 100

        /// Creates the usual limits.
        public init() {}
    }

    /// Who dropped, and why.
    public struct DropSource: Hashable, Sendable {
        /// The name of an exporter, or nil for the queue before all of them.
        public let exporter: String?
        /// Why.
        public let reason: DropReason
    }

    /// How many lines were read.
    public internal(set) var lines = 0
    /// How many files have lines.
    public internal(set) var files = 0
    /// All records: how many, their tokens, and what is known of their cost; those with duplicate ids are in it as often as
    /// they are there.
    public internal(set) var amount = RecordAmount.zero
    /// What of ``amount`` is in records whose id an earlier line has.
    public internal(set) var duplicates = RecordAmount.zero
    /// The records by their own day, which should be that of their folder.
    public internal(set) var days: [LedgerDay: RecordAmount] = [:]
    /// How many records are calls.
    public internal(set) var calls = 0
    /// How many records are outcomes.
    public internal(set) var outcomes = 0
    /// How many records are drops.
    public internal(set) var drops = 0
    /// What is missing, as drop records state it.
    public internal(set) var dropped: [DropSource: RecordAmount] = [:]
    /// How many problems of each kind there are.
    public internal(set) var counts: [LedgerProblem.Kind: Int] = [:]
    /// The first problems.
    public internal(set) var problems: [LedgerProblem] = []
    /// Last lines that a process is writing, which are no problem.
    public internal(set) var unfinishedLines = 0
    /// Files beside the ledger's that hold torn ends which an exporter cut off.
    public internal(set) var quarantinedFiles = 0
    /// How many bytes those have.
    public internal(set) var quarantinedBytes = 0
    /// Records that were not compared with all others, since ``Limits/ids`` were kept already.
    public internal(set) var uncomparedRecords = 0

    /// Whether nothing is wrong; what was dropped is no fault of the ledger.
    public var isSound: Bool { self.counts.isEmpty }

    /// Each record once: how many, their tokens, and what is known of their cost.
    public var distinct: RecordAmount { self.amount - self.duplicates }
}
