/// What a spool promises about what it has taken.
///
/// In all cases what was taken survives the end of the process, also by a kill: the system has it.
public enum SpoolDurability: Hashable, Sendable {
    /// A batch that was taken survives a loss of power: `export` returns when it is on the medium.
    case eachBatch
    /// What was taken survives a loss of power after that time at the latest, and when `flush` has returned.
    case interval(Duration)
    /// What was taken survives a loss of power when the system has written it, which it does when it likes; `flush` does
    /// not wait for it.
    case never
}
