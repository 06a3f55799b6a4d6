import Benchmark
import TallyVocabularies

/// `ENCODING.count.100B.TEXT` and the like: calls on slices as long as small prompts, one slice after the other.
///
/// The time is of all slices, 10,486 of 100 bytes or 257 of 4 KB in a text of a megabyte or more.
func registerShortTexts(_ encoding: TokenEncoding, _ text: BenchmarkText) {
    for (label, size) in [("100B", 100), ("4KB", 4_096)] {
        let slices = text.slices(of: size)
        let bytes = slices.reduce(0) { $0 + $1.count }
        Benchmark("\(encoding.name).count.\(label).\(text.name)") { benchmark, subject in
            let tokenizer = subject.tokenizer
            benchmark.measure(bytes: bytes, tokens: subject.tokens.count) {
                slices.reduce(0) { $0 + tokenizer.count($1.span) }
            }
        } setup: {
            checked(encoding, slices)
        }
        Benchmark("\(encoding.name).encode.\(label).\(text.name)") { benchmark, subject in
            let tokenizer = subject.tokenizer
            benchmark.measure(bytes: bytes, tokens: subject.tokens.count) {
                slices.reduce(0) { $0 + tokenizer.encode($1.span).count }
            }
        } setup: {
            checked(encoding, slices)
        }
    }
}

/// The tokenizer and the tokens of all slices, after each has been counted and encoded alike.
private func checked(
    _ encoding: TokenEncoding,
    _ slices: [ArraySlice<UInt8>]
) -> (tokenizer: Tokenizer, tokens: [TokenID]) {
    let tokenizer = Tokenizer(encoding)
    let tokens = slices.map { slice in
        let tokens = tokenizer.encode(slice.span)
        precondition(tokenizer.count(slice.span) == tokens.count, "\(encoding.name) counts a slice wrong")
        return tokens
    }
    return (tokenizer, tokens.flatMap { $0 })
}
