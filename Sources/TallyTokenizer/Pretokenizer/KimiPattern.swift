/// The split pattern of Kimi from K2 on.
///
/// As Kimi's `tokenization_kimi.py` has it, one alternative a line:
///
///     [\p{Han}]+
///     [^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}&&[^\p{Han}]]*[\p{Ll}\p{Lm}\p{Lo}\p{M}&&[^\p{Han}]]+(?i:'s|'t|'re|'ve|'m|'ll|'d)?
///     [^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}&&[^\p{Han}]]+[\p{Ll}\p{Lm}\p{Lo}\p{M}&&[^\p{Han}]]*(?i:'s|'t|'re|'ve|'m|'ll|'d)?
///     \p{N}{1,3}
///      ?[^\s\p{L}\p{N}]+[\r\n]*
///     \s*[\r\n]+
///     \s+(?!\S)
///     \s+
///
/// Against ``O200KPattern``: Han characters are a piece of their own, without a prefix, and part of no word; punctuation
/// takes along newlines but no slashes. Han characters that are numbers, symbols or marks start such a piece, too, but
/// go on in numbers and in punctuation.
enum KimiPattern: CasedPattern {
    static var takesContractions: Bool { @inline(__always) get { true } }
    static var numberLimit: Int { @inline(__always) get { 3 } }
    static var takesSlashes: Bool { @inline(__always) get { false } }

    @inline(__always)
    static func advance(_ text: Span<UInt8>, from start: Int, resuming memo: inout ScanMemo) -> Int {
        guard UnicodeClass(text.scalar(at: start)).isHan else {
            return Self.advanceByCase(text, from: start, resuming: &memo)
        }
        memo.enter(.run, from: start)
        while memo.position < text.count, UnicodeClass(text.scalar(at: memo.position)).isHan {
            memo.position = text.character(at: memo.position).end
        }
        return memo.position
    }

    /// Han letters have no class, which ends every run, and Han marks are punctuation: no word takes either.
    @inline(__always)
    static func character(_ text: Span<UInt8>, at position: Int) -> ClassifiedCharacter {
        let character = text.character(at: position)
        guard character.kind.meets([.uncased, .mark]), UnicodeClass(text.scalar(at: position)).isHan else {
            return character
        }
        return ClassifiedCharacter(kind: character.kind.meets(.mark) ? .other : [], end: character.end)
    }

    /// As for the other patterns with words, but that Han letters and numbers may have Han symbols behind them; those
    /// start with the bytes E2 and F0.
    @inline(__always)
    static func isBoundary(after kind: CharacterClass, before next: ClassifiedCharacter, _ byte: UInt8) -> Bool {
        let isHanSymbol = next.kind.meets(.other) && (byte == 0xE2 || byte == 0xF0)
        return kind.meets([.letter, .number]) && next.kind.meets([.whiteSpace, .other]) && byte != UInt8(ascii: "'")
            && !isHanSymbol
    }
}
