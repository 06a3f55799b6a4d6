internal import TallyMetering

/// When the next request may go out by a ``RateLimit``: a bucket that fills with time, without a clock.
struct RequestPace: Sendable {
    private let interval: Duration
    private let capacity: Duration
    // When the bucket would be empty, had it always filled: what is taken moves it on.
    private var horizon = Duration.zero
    private var hasBegun = false

    /// Creates a full bucket.
    init(_ limit: RateLimit) {
        self.interval = limit.period / limit.requests
        self.capacity = self.interval * limit.burst
    }

    /// Takes one request, and returns how long it has to wait; nothing if it may go at once.
    ///
    /// Requests that wait have their turns already, one interval after the other.
    mutating func take(at now: Duration) -> Duration {
        if !self.hasBegun || self.horizon < now - self.capacity {
            self.horizon = now - self.capacity
            self.hasBegun = true
        }
        self.horizon += self.interval
        return max(.zero, self.horizon - now)
    }
}
