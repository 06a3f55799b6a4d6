/// Where a meter puts its records: a ``UsagePipeline``, or nowhere.
public protocol UsageRecorder: Sendable {
    /// Takes a record, which is its own from then on.
    ///
    /// It is called on the way of the call that is metered: it takes constant time, does no I/O, does not wait and can not
    /// fail. What it can't keep it drops and accounts for.
    func record(_ record: consuming MeteringRecord)
}
