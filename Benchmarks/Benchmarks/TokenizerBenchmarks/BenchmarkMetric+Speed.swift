import Benchmark

extension BenchmarkMetric {
    static let megabytesPerSecond = BenchmarkMetric.custom("MB/s", polarity: .prefersLarger, useScalingFactor: false)
    static let tokensPerSecond = BenchmarkMetric.custom("Tokens/s", polarity: .prefersLarger, useScalingFactor: false)
}

extension Benchmark {
    /// Times `body`, which goes once through `bytes` and `tokens`, and notes how fast that was.
    func measure<Answer>(bytes: Int, tokens: Int, _ body: () -> Answer) {
        self.startMeasurement()
        let start = ContinuousClock.now
        let answer = body()
        let duration = ContinuousClock.now - start
        self.stopMeasurement()
        // Freed only now: the answer's memory is no part of the work.
        Self.blackHole(answer)
        let nanoseconds = max(1, Int(duration / .nanoseconds(1)))
        self.measurement(.megabytesPerSecond, bytes * 1_000 / nanoseconds)
        self.measurement(.tokensPerSecond, tokens * 1_000_000_000 / nanoseconds)
    }
}
