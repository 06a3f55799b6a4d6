import Benchmark
import Dispatch
import Synchronization
import TallyVocabularies

/// `ENCODING.parallel.count.TEXT`: documents of 64 KB counted on all cores with one tokenizer.
func registerParallelTexts(_ encoding: TokenEncoding, _ text: BenchmarkText) {
    // Copies of the first megabyte, so that there is work for all.
    let documents = Array(repeating: text.slices(of: 1 << 16), count: 64).flatMap { $0 }
    let bytes = documents.reduce(0) { $0 + $1.count }
    Benchmark("\(encoding.name).parallel.count.\(text.name)") { benchmark, expected in
        let tokenizer = Tokenizer(encoding)
        let total = Atomic<Int>(0)
        benchmark.measure(bytes: bytes, tokens: expected) {
            DispatchQueue.concurrentPerform(iterations: documents.count) { index in
                let document = documents[index]
                total.add(tokenizer.count(document.span), ordering: .relaxed)
            }
        }
        let sum = total.load(ordering: .relaxed)
        precondition(sum == expected, "\(encoding.name) counts \(text.name) wrong in parallel")
    } setup: {
        documents.reduce(0) { $0 + Tokenizer(encoding).encode($1.span).count }
    }
}
