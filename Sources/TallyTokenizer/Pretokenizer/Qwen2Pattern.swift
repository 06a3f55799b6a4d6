/// The split pattern of Qwen 1 to 3, and of what shares their vocabulary.
///
/// As Qwen's `tokenizer.json` has it, one alternative a line:
///
///     (?i:'s|'t|'re|'ve|'m|'ll|'d)
///     [^\r\n\p{L}\p{N}]?\p{L}+
///     \p{N}
///      ?[^\s\p{L}\p{N}]+[\r\n]*
///     \s*[\r\n]+
///     \s+(?!\S)
///     \s+
///
/// Against ``Llama3Pattern``: each number is a piece of its own.
enum Qwen2Pattern: CaselessPattern {
    static var wordly: CharacterClass { @inline(__always) get { .letter } }
    static var numberLimit: Int { @inline(__always) get { 1 } }
}
