/// What a character is, as far as tokenizers treat it differently.
enum ScriptClass: String, CaseIterable {
    case latin
    case cyrillic
    case greek
    case han
    case kana
    case hangul
    case arabic
    case hebrew
    case devanagari
    case bengali
    case tamil
    case thai
    case georgian
    case armenian
    case otherLetters = "other_letters"
    case emoji
    /// Long runs of base64 or hexadecimal digits.
    case encodedData = "encoded_data"
    case digits
    case punctuation
    case whiteSpace = "white_space"
    case control

    /// Whether people write a language with it.
    var isScript: Bool {
        switch self {
        case .emoji, .encodedData, .digits, .punctuation, .whiteSpace, .control: false
        default: true
        }
    }

    /// What a reader calls it.
    var title: String {
        switch self {
        case .otherLetters: "other letters"
        case .encodedData: "base64, hex"
        case .whiteSpace: "white space"
        case .kana: "Hiragana, Katakana"
        case .emoji, .digits, .punctuation, .control: self.rawValue
        default: self.rawValue.prefix(1).uppercased() + self.rawValue.dropFirst()
        }
    }

    /// Tells what a character is by its number, by the blocks of Unicode; the few letters that stand elsewhere are
    /// other letters or punctuation.
    init(_ scalar: Unicode.Scalar) {
        switch scalar.value {
        case 0x09...0x0D, 0x20, 0x85, 0xA0, 0x1680, 0x2000...0x200A, 0x2028, 0x2029, 0x202F, 0x205F, 0x3000:
            self = .whiteSpace
        case 0x30...0x39: self = .digits
        case 0x41...0x5A, 0x61...0x7A: self = .latin
        case 0x00...0x1F, 0x7F...0x9F, 0x200B...0x200C, 0x200E...0x200F, 0x202A...0x202E, 0x2060...0x206F, 0xFEFF, 0xAD:
            self = .control
        case 0x21...0x7E, 0xA1...0xBF, 0xD7, 0xF7: self = .punctuation
        case 0xC0...0x24F, 0x250...0x2AF, 0x300...0x36F, 0x1E00...0x1EFF, 0x2C60...0x2C7F, 0xA720...0xA7FF,
            0xFB00...0xFB06, 0xFF21...0xFF3A, 0xFF41...0xFF5A:
            self = .latin
        case 0x370...0x3FF, 0x1F00...0x1FFF: self = .greek
        case 0x400...0x52F, 0x1C80...0x1C8F, 0x2DE0...0x2DFF, 0xA640...0xA69F: self = .cyrillic
        case 0x531...0x58F: self = .armenian
        case 0x591...0x5FF, 0xFB1D...0xFB4F: self = .hebrew
        case 0x600...0x6FF, 0x750...0x77F, 0x870...0x8FF, 0xFB50...0xFDFF, 0xFE70...0xFEFE: self = .arabic
        case 0x900...0x97F, 0xA8E0...0xA8FF: self = .devanagari
        case 0x980...0x9FF: self = .bengali
        case 0xB80...0xBFF: self = .tamil
        case 0xE00...0xE7F: self = .thai
        case 0x10A0...0x10FF, 0x1C90...0x1CBF: self = .georgian
        case 0x1100...0x11FF, 0x3130...0x318F, 0xA960...0xA97F, 0xAC00...0xD7FF: self = .hangul
        case 0x3041...0x30FF, 0x31F0...0x31FF, 0xFF66...0xFF9F: self = .kana
        case 0x2E80...0x2FDF, 0x3005...0x3007, 0x3400...0x4DBF, 0x4E00...0x9FFF, 0xF900...0xFAFF,
            0x20000...0x3FFFF:
            self = .han
        case 0x200D, 0x2600...0x27BF, 0x2B00...0x2BFF, 0xFE00...0xFE0F, 0x1F000...0x1FAFF, 0xE0000...0xE007F:
            self = .emoji
        case 0x2010...0x2027, 0x2030...0x205E, 0x2070...0x25FF, 0x2900...0x2AFF, 0x2E00...0x2E7F, 0x3001...0x303F,
            0xFE10...0xFE6F, 0xFF01...0xFF65, 0xFFE0...0xFFFF, 0xE000...0xF8FF:
            self = .punctuation
        default: self = .otherLetters
        }
    }
}
