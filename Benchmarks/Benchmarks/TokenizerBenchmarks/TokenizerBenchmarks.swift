import Benchmark
import Foundation
import TallyVocabularies

/// The text to measure on: the file that `TALLY_BENCHMARK_TEXT` names, else this package's own sources.
private let text: [UInt8] = {
    if let path = ProcessInfo.processInfo.environment["TALLY_BENCHMARK_TEXT"] {
        return Array(FileManager.default.contents(atPath: path) ?? Data())
    }
    let root = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../../Sources").standardized
    let files = FileManager.default.enumerator(at: root, includingPropertiesForKeys: nil)?.compactMap { $0 as? URL }
    let sources = (files ?? []).filter { $0.pathExtension == "swift" }.sorted { $0.path < $1.path }
    return sources.flatMap { Array(FileManager.default.contents(atPath: $0.path) ?? Data()) }
}()

let benchmarks: @Sendable () -> Void = {
    Benchmark.defaultConfiguration = .init(
        metrics: [.wallClock, .throughput, .peakMemoryResident],
        maxDuration: .seconds(3)
    )
    for encoding in [TokenEncoding.o200kBase, .cl100kBase] {
        let tokenizer = Tokenizer(encoding)
        let tokens = text.withUnsafeBufferPointer { tokenizer.encode($0.span) }
        // The answer is checked before any clock starts.
        let count = text.withUnsafeBufferPointer { tokenizer.count($0) }
        precondition(count == tokens.count && (try? tokenizer.decodeBytes(tokens)) == text, "\(encoding.name) is wrong")

        Benchmark("\(encoding.name).count") { benchmark in
            for _ in benchmark.scaledIterations {
                blackHole(text.withUnsafeBufferPointer { tokenizer.count($0) })
            }
        }
        Benchmark("\(encoding.name).encode") { benchmark in
            for _ in benchmark.scaledIterations {
                blackHole(text.withUnsafeBufferPointer { tokenizer.encode($0.span) })
            }
        }
        Benchmark("\(encoding.name).decode") { benchmark in
            for _ in benchmark.scaledIterations {
                blackHole(try? tokenizer.decodeBytes(tokens))
            }
        }
    }
}
