import Benchmark
import TallyVocabularies

/// Every suite for every text and encoding; `--filter` chooses by name.
let benchmarks: @Sendable () -> Void = {
    Benchmark.defaultConfiguration = .init(
        metrics: [.wallClock, .megabytesPerSecond, .tokensPerSecond, .peakMemoryResident],
        maxDuration: .seconds(1)
    )
    for encoding in [TokenEncoding.o200kBase, .cl100kBase] {
        for text in BenchmarkText.all {
            registerWholeTexts(encoding, text)
            registerShortTexts(encoding, text)
            registerColdStart(encoding, text)
            registerParallelTexts(encoding, text)
        }
    }
}
