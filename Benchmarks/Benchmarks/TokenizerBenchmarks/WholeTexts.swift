import Benchmark
import TallyVocabularies

/// `ENCODING.count.TEXT` and the like: a whole text a call, warm.
func registerWholeTexts(_ encoding: TokenEncoding, _ text: BenchmarkText) {
    let (name, bytes) = (encoding.name, text.bytes)
    Benchmark("\(name).count.\(text.name)") { benchmark, subject in
        benchmark.measure(bytes: bytes.count, tokens: subject.tokens.count) { subject.tokenizer.count(bytes.span) }
    } setup: {
        Subject(encoding, text)
    }
    Benchmark("\(name).encode.\(text.name)") { benchmark, subject in
        benchmark.measure(bytes: bytes.count, tokens: subject.tokens.count) { subject.tokenizer.encode(bytes.span) }
    } setup: {
        Subject(encoding, text)
    }
    Benchmark("\(name).decode.\(text.name)") { benchmark, subject in
        benchmark.measure(bytes: bytes.count, tokens: subject.tokens.count) {
            try? subject.tokenizer.decodeBytes(subject.tokens)
        }
    } setup: {
        Subject(encoding, text)
    }
}
