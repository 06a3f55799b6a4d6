/// The split pattern of Llama 3, and of GLM from 4 on.
///
/// As llama-models 0.3.0 writes it (`llama3/tokenizer.py`), one alternative a line:
///
///     (?i:'s|'t|'re|'ve|'m|'ll|'d)
///     [^\r\n\p{L}\p{N}]?\p{L}+
///     \p{N}{1,3}
///      ?[^\s\p{L}\p{N}]+[\r\n]*
///     \s*[\r\n]+
///     \s+(?!\S)
///     \s+
///
/// Against ``CL100KPattern``: white space at the end of the text is cut behind its last newline, as it is elsewhere.
enum Llama3Pattern: CaselessPattern {
    static var wordly: CharacterClass { @inline(__always) get { .letter } }
    static var numberLimit: Int { @inline(__always) get { 3 } }
}
