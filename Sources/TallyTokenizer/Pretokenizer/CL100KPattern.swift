/// The split pattern of cl100k_base.
///
/// As tiktoken 0.14 writes it (`openai_public.py`), one alternative a line:
///
///     '(?i:[sdmt]|ll|ve|re)
///     [^\r\n\p{L}\p{N}]?+\p{L}++
///     \p{N}{1,3}+
///      ?[^\s\p{L}\p{N}]++[\r\n]*+
///     \s++$
///     \s*[\r\n]
///     \s+(?!\S)
///     \s
///
/// Against ``O200KPattern``: a contraction is a piece of its own and comes first; letters are not told apart by case;
/// marks are punctuation; punctuation takes along newlines but no slashes; white space at the end of the text is one
/// piece, newlines or not.
enum CL100KPattern: CaselessPattern {
    static var wordly: CharacterClass { @inline(__always) get { .letter } }
    static var numberLimit: Int { @inline(__always) get { 3 } }
    static var keepsTrailingWhiteSpace: Bool { @inline(__always) get { true } }
}
