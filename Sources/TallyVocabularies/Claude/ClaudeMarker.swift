/// What the model writes into a text beside its characters: bytes that UTF-8 never uses.
///
/// `vocabularies/pack_claude.py` packs the pieces with the same bytes.
enum ClaudeMarker {
    /// A word begins.
    static let begin: UInt8 = 0xF8
    /// A word ends.
    static let end: UInt8 = 0xF9
    /// The next letter is a capital.
    static let shift: UInt8 = 0xFA
    /// All letters of the word are capitals.
    static let capitals: UInt8 = 0xFB
    /// Before bytes that are no characters, among the pieces; never in a text.
    static let fragment: UInt8 = 0xFC
}
