public import TallyMetering

/// How the records that an exporter gets from a spool are batched, and when what fails is tried again.
public struct SpoolBatching: Hashable, Sendable {
    /// The most records in a batch; a batch goes out when there are as many.
    public var records: Int
    /// The most bytes that the records of a batch have as JSON lines, unless one alone has more.
    public var bytes: Int
    /// How long a record waits for others before its batch goes out; what waited before a start does not wait again.
    public var delay: Duration
    /// How long is waited between tries; a spool tries for as long as it keeps the records, however often that is.
    public var retry: RetryPolicy

    /// Creates batches of at most 512 records or 1 MiB, which go out at once.
    public init(
        records: Int = 512,
        bytes: Int = 1 << 20,
        delay: Duration = .zero,
        retry: RetryPolicy = RetryPolicy()
    ) {
        self.records = records
        self.bytes = bytes
        self.delay = delay
        self.retry = retry
    }
}
