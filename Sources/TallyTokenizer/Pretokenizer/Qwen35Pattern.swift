/// The split pattern of Qwen 3.5 and 3.6.
///
/// As their `tokenizer.json` has it, one alternative a line:
///
///     (?i:'s|'t|'re|'ve|'m|'ll|'d)
///     [^\r\n\p{L}\p{N}]?[\p{L}\p{M}]+
///     \p{N}
///      ?[^\s\p{L}\p{M}\p{N}]+[\r\n]*
///     \s*[\r\n]+
///     \s+(?!\S)
///     \s+
///
/// Against ``Qwen2Pattern``: marks go with letters, not with punctuation.
enum Qwen35Pattern: CaselessPattern {
    static var wordly: CharacterClass { @inline(__always) get { .letterOrMark } }
    static var numberLimit: Int { @inline(__always) get { 1 } }
}
