/// How keys and values of tags are written.
enum TagText {
    /// A key in lower case, with `_` for `-`, blanks and before a capital within a word, of at most the longest length.
    static func key(_ text: String) -> (text: String, wasCut: Bool) {
        if Self.isPlain(text) { return (text, false) }
        var key = ""
        var follows = false
        for scalar in text.unicodeScalars {
            switch scalar {
            case "-", " ", "_":
                key += "_"
                follows = false
            case "A"..."Z":
                if follows { key += "_" }
                key.unicodeScalars.append(Unicode.Scalar(scalar.value + 0x20) ?? scalar)
                follows = false
            case _ where scalar.value < 0x20 || scalar.value == 0x7F:
                break
            default:
                key.unicodeScalars.append(scalar)
                follows = true
            }
        }
        return Self.cut(key, UsageTags.maximumKeyLength)
    }

    /// A value without control characters, of at most the longest length.
    static func value(_ text: String) -> (text: String, wasCut: Bool) {
        guard text.utf8.contains(where: { $0 < 0x20 || $0 == 0x7F }) else {
            return Self.cut(text, UsageTags.maximumValueLength)
        }
        var value = ""
        for scalar in text.unicodeScalars where scalar.value >= 0x20 && scalar.value != 0x7F {
            value.unicodeScalars.append(scalar)
        }
        return Self.cut(value, UsageTags.maximumValueLength)
    }

    /// Whether a key is written as keys are, which most are.
    private static func isPlain(_ text: String) -> Bool {
        text.utf8.count <= UsageTags.maximumKeyLength
            && text.utf8.allSatisfy { byte in
                byte == UInt8(ascii: "_") || byte == UInt8(ascii: ".")
                    || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
                    || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
            }
    }

    private static func cut(_ text: String, _ length: Int) -> (text: String, wasCut: Bool) {
        guard text.utf8.count > length else { return (text, false) }
        var short = ""
        var count = 0
        for character in text {
            count += character.utf8.count
            guard count <= length else { break }
            short.append(character)
        }
        return (short, true)
    }
}
