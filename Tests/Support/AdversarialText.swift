/// Strings that are meant to find a difference: what split patterns treat specially, put together at random.
package struct AdversarialText {
    private var generator: SeededGenerator

    package init(seed: UInt64) {
        self.generator = SeededGenerator(seed: seed)
    }

    /// Each of them is decided by a rule of its own in at least one split pattern.
    private static let atoms: [String] = [
        "'s", "'S", "'t", "'re", "'VE", "'ll", "'Ll", "'d", "'m", "'\u{17F}", "'rE", "'", "''", "can't've", "x's's",
        " ", "  ", "   ", "\t", "\n", "\r\n", "\n\n", "\r", "\u{B}", "\u{C}", "\n    ", "\n\n  ",
        "/", "//", "!", "!!", "...", "#", "_", "-", "====", "----", "(", ")", "{", "}", ";", "\"",
        "\u{A0}", "\u{3000}", "\u{2028}", "\u{85}", "\u{180E}", "\u{200B}", "\u{FEFF}", "\u{FE0F}", "\u{200D}",
        "\u{301}", "\u{300}", "\u{20E3}", "A", "AB", "a", "ab", "aB", "Ab", "the", " the", " The", "Hello", "iPhone",
        "HTTPResponse", " people", "ing", "1", "12", "123", "1234", "12345678", "\u{B2}", "\u{BD}", "\u{661}\u{662}",
        "你好", "你A", "A你", "你a", "中", "あ", "ア", "한", "ไ", "ท", "क", "ि", "\u{4DC0}", "\u{D7A3}", "々",
        // Assigned after Unicode 14, not assigned at all, or folding to an ASCII letter.
        "\u{1C89}", "\u{A7CB}", "\u{31350}", "\u{105C0}", "\u{11F02}", "\u{10D40}", "\u{378}", "\u{212A}",
        "\u{345}", "\u{903}", "\u{20DD}", "\u{2163}", "\u{1D7D8}", "〇", "\u{628}", "\u{2C2F}",
        "\u{1C5}", "\u{2B0}", "\u{2BC}", "É", "é", "ñ", "Ω", "ω", "я", "Я", "İ", "ß", "K",
        "❤️", "👍🏽", "👨‍👩‍👧", "1️⃣", "\0", "\u{1C}", "\u{7F}", "\u{AD}", "\u{E000}", "\u{10FFFF}",
    ]

    /// Bytes that are no character: cut ones, surrogates, overlong forms, leads without an end.
    private static let fragments: [[UInt8]] = [
        [0x80], [0xBF], [0xC3], [0xC0, 0x80], [0xE4, 0xBD], [0xE0, 0x80], [0xED, 0xA0, 0x80], [0xED, 0xBF, 0xBF],
        [0xF0, 0x9F], [0xF0, 0x9F, 0x98], [0xF0, 0x80, 0x80], [0xF4, 0x90, 0x80, 0x80], [0xF5], [0xFF], [0xFE],
    ]

    /// Returns the next valid string, of up to a few hundred characters.
    package mutating func next() -> String {
        let length = [1, 3, 20, 60, 200].randomElement(using: &self.generator) ?? 1
        let kind = Int.random(in: 0..<5, using: &self.generator)
        // Few different atoms make long runs and repetitions, many make rare neighbours.
        let chosen = kind == 0 ? Self.atoms : Array(Self.atoms.shuffled(using: &self.generator).prefix(kind * 2))
        var text = ""
        for _ in 0..<length {
            if kind == 1, Bool.random(using: &self.generator) {
                text.unicodeScalars.append(self.randomScalar())
            } else {
                text += chosen.randomElement(using: &self.generator) ?? ""
            }
        }
        return text
    }

    /// Returns the next bytes: every third time with pieces that are not valid UTF-8.
    package mutating func nextBytes() -> [UInt8] {
        var bytes = Array(self.next().utf8)
        guard Int.random(in: 0..<3, using: &self.generator) == 0 else { return bytes }
        for _ in 0..<Int.random(in: 1...4, using: &self.generator) {
            let place = Int.random(in: 0...bytes.count, using: &self.generator)
            bytes.insert(contentsOf: Self.fragments.randomElement(using: &self.generator) ?? [], at: place)
        }
        return bytes
    }

    private mutating func randomScalar() -> Unicode.Scalar {
        // Half of them from the planes that are in use most.
        let limit: UInt32 = Bool.random(using: &self.generator) ? 0x3000 : 0x11_0000
        return Unicode.Scalar(UInt32.random(in: 0..<limit, using: &self.generator)) ?? "\u{FFFD}"
    }
}
