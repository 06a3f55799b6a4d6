import Benchmark
import TallyVocabularies

/// `ENCODING.cold.TEXT`: the first text of a process, with everything that happens once.
///
/// The tool runs each benchmark in a process of its own, so one iteration without a warm-up is a cold one; the answer is
/// checked after it for the same reason. One iteration says little: run it several times.
func registerColdStart(_ encoding: TokenEncoding, _ text: BenchmarkText) {
    let configuration = Benchmark.Configuration(warmupIterations: 0, maxIterations: 1)
    Benchmark("\(encoding.name).cold.\(text.name)", configuration: configuration) { benchmark in
        var count = 0
        benchmark.startMeasurement()
        let start = ContinuousClock.now
        count = Tokenizer(encoding).count(text.bytes.span)
        let duration = ContinuousClock.now - start
        benchmark.stopMeasurement()
        precondition(count == Subject(encoding, text).tokens.count, "\(encoding.name) counts \(text.name) wrong")
        benchmark.measurement(.megabytesPerSecond, text.bytes.count * 1_000 / max(1, Int(duration / .nanoseconds(1))))
    }
}
