/// The split pattern of o200k_base and o200k_harmony.
///
/// As tiktoken 0.14 writes it (`openai_public.py`), one alternative a line:
///
///     [^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]*[\p{Ll}\p{Lm}\p{Lo}\p{M}]+(?i:'s|'t|'re|'ve|'m|'ll|'d)?
///     [^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]+[\p{Ll}\p{Lm}\p{Lo}\p{M}]*(?i:'s|'t|'re|'ve|'m|'ll|'d)?
///     \p{N}{1,3}
///      ?[^\s\p{L}\p{N}]+[\r\n/]*
///     \s*[\r\n]+
///     \s+(?!\S)
///     \s+
///
/// In words: a word is capitals, then small letters, with a contraction at its end, and may take along one character
/// before it that is neither letter, number nor newline. Letters without case and marks count as either, so that
/// where a run of capitals ends depends on what follows it. Numbers come in threes. Punctuation may take along one
/// space before it and any newlines and slashes behind it. White space ends at its last newline; without one, its last
/// character goes to what follows.
enum O200KPattern: CasedPattern {
    static var takesContractions: Bool { @inline(__always) get { true } }
    static var numberLimit: Int { @inline(__always) get { 3 } }
    static var takesSlashes: Bool { @inline(__always) get { true } }
}
