/// How many columns of a terminal a text takes.
enum TextWidth {
    /// Returns the columns that a text without control characters takes: one a character, two for those of Chinese,
    /// Japanese and Korean and for pictures, none for marks upon others.
    ///
    /// - Complexity: O(*n*)
    static func width(_ text: String) -> Int {
        // Most texts are ASCII.
        if text.utf8.allSatisfy({ $0 < 0x80 }) { return text.utf8.count }
        return text.reduce(0) { $0 + Self.width($1) }
    }

    /// Returns the columns that a character takes; emoji of many parts are one picture.
    static func width(_ character: Character) -> Int {
        var width = 0
        for scalar in character.unicodeScalars {
            if scalar == "\u{FE0F}" { return 2 }
            width = max(width, Self.width(scalar))
        }
        return width
    }

    /// Returns the start of a text that takes at most `columns`, with a mark if it is not all of it.
    static func prefix(_ text: String, columns: Int) -> String {
        guard Self.width(text) > columns else { return text }
        var result = ""
        var width = 0
        for character in text {
            width += Self.width(character)
            guard width < columns else { break }
            result.append(character)
        }
        return result + "…"
    }

    private static func width(_ scalar: Unicode.Scalar) -> Int {
        guard scalar.value >= 0x300 else { return 1 }
        switch scalar.value {
        // The ranges of East Asian Width W and F (UAX #11).
        case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0x4DBF, 0x4E00...0xA4CF, 0xA960...0xA97F, 0xAC00...0xD7A3,
            0xF900...0xFAFF, 0xFE10...0xFE19, 0xFE30...0xFE6F, 0xFF01...0xFF60, 0xFFE0...0xFFE6,
            0x16FE0...0x18DFF, 0x1AFF0...0x1B2FF, 0x1F200...0x1F265, 0x20000...0x3FFFD:
            return 2
        default: break
        }
        if scalar.properties.isEmojiPresentation { return 2 }
        switch scalar.properties.generalCategory {
        case .nonspacingMark, .enclosingMark, .format: return 0
        default: return 1
        }
    }
}
