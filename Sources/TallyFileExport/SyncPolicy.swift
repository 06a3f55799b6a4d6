/// When a ledger is brought from the system's memory to the medium.
///
/// In each mode, records of a batch that was taken are with the system: they outlive the process, also when it is killed at
/// any moment. The modes differ in what outlives the machine's sudden end.
public enum SyncPolicy: Hashable, Sendable {
    /// Before a batch counts as taken, it is on the medium: nothing that was taken is ever lost.
    ///
    /// A batch costs a write to the medium, so that only few batches a second are taken.
    case eachBatch
    /// What was taken is on the medium at most this much time later, as far as ``FileExporter/run()`` runs or batches come:
    /// when the machine stops suddenly, records of that time may be lost, at the end of the files.
    ///
    /// `flush()` returns when all that was taken before is on the medium.
    case interval(Duration)
    /// The system brings it there when it likes: usually within half a minute, and nobody knows.
    ///
    /// `flush()` has nothing to do and promises nothing more. When the machine stops suddenly, what was written since may be
    /// lost, and files may end in bytes that are no records, which the next start cuts off.
    case never
}
