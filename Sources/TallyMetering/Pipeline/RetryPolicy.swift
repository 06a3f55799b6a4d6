/// How often and how long a batch that could not be delivered is tried again.
///
/// The delay before the *n*th further try is random between nothing and ``initialDelay`` · 2ⁿ⁻¹, at most ``maximumDelay``
/// ("full jitter": many clients that failed together do not come back together). A receiver that says when to come back is
/// not asked before.
public struct RetryPolicy: Hashable, Sendable {
    /// The most that is waited before the first further try.
    public var initialDelay: Duration
    /// The most that is waited before any further try, unless the receiver asks for more.
    public var maximumDelay: Duration
    /// How often a batch is tried, the first time included.
    public var maximumAttempts: Int
    /// How long after its first try a batch is tried once more; the last try is not later, whatever the receiver asks for.
    public var maximumDuration: Duration

    /// Creates a policy; by default ten tries within five minutes.
    public init(
        initialDelay: Duration = .milliseconds(500),
        maximumDelay: Duration = .seconds(30),
        maximumAttempts: Int = 10,
        maximumDuration: Duration = .seconds(300)
    ) {
        self.initialDelay = initialDelay
        self.maximumDelay = maximumDelay
        self.maximumAttempts = maximumAttempts
        self.maximumDuration = maximumDuration
    }

    /// When a batch is tried again; nil if it is given up.
    ///
    /// - Parameters:
    ///   - attempts: How often it was tried, at least once.
    ///   - firstTried: When it was tried first.
    ///   - now: The time of the failure.
    ///   - retryAfter: What the receiver asked for.
    func nextTry(
        attempts: Int,
        firstTried: Duration,
        now: Duration,
        retryAfter: Duration?,
        using random: inout some RandomNumberGenerator
    ) -> Duration? {
        let last = firstTried + self.maximumDuration
        guard attempts < self.maximumAttempts, now < last else { return nil }
        return min(now + self.delay(attempts: attempts, retryAfter: retryAfter, using: &random), last)
    }

    /// How long to wait before the next try, however many there were.
    ///
    /// - Parameters:
    ///   - attempts: How often it was tried, at least once.
    ///   - retryAfter: What the receiver asked for.
    package func delay(
        attempts: Int,
        retryAfter: Duration?,
        using random: inout some RandomNumberGenerator
    ) -> Duration {
        let ceiling = min(self.maximumDelay, self.initialDelay * (1 << min(attempts - 1, 30)))
        let share = Double.random(in: 0...1, using: &random)
        return max(ceiling * share, retryAfter ?? .zero, .zero)
    }
}
