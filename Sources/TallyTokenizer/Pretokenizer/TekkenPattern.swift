/// The split pattern of Tekken, the tokenizer of Mistral's models from Nemo on.
///
/// As `tekken_240718.json` and `tekken_240911.json` of mistral-common 1.13.1 have it, one alternative a line:
///
///     [^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]*[\p{Ll}\p{Lm}\p{Lo}\p{M}]+
///     [^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]+[\p{Ll}\p{Lm}\p{Lo}\p{M}]*
///     \p{N}
///      ?[^\s\p{L}\p{N}]+[\r\n/]*
///     \s*[\r\n]+
///     \s+(?!\S)
///     \s+
///
/// Against ``O200KPattern``: there are no contractions, and each number is a piece of its own.
enum TekkenPattern: CasedPattern {
    static var takesContractions: Bool { @inline(__always) get { false } }
    static var numberLimit: Int { @inline(__always) get { 1 } }
    static var takesSlashes: Bool { @inline(__always) get { true } }
}
