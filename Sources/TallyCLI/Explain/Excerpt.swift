internal import TallyReports

/// The start of a piece of text, on one line and safe for a terminal.
enum Excerpt {
    /// In characters of Unicode.
    static let length = 40

    /// Returns at most ``length`` characters of `bytes[range]`, without the white space at both ends, and with names in
    /// brackets for those that can't be seen.
    ///
    /// - Complexity: O(*length*) besides the white space.
    static func text(_ bytes: [UInt8], _ range: Range<Int>) -> String {
        let content = bytes.trimmed(range)
        var result = ""
        var (count, wasSpace) = (0, false)
        // A character has at most four bytes.
        let prefix = bytes[content].prefix(16 * Self.length)
        var scalars = String(decoding: prefix, as: UTF8.self).unicodeScalars
        var isCut = prefix.count < content.count
        if isCut { scalars.removeLast() }
        for scalar in scalars {
            let isSpace = scalar == " " || ("\t"..."\r").contains(scalar)
            if isSpace, wasSpace { continue }
            wasSpace = isSpace
            if count == Self.length {
                isCut = true
                break
            }
            count += 1
            if isSpace {
                result += " "
            } else if let name = VisibleCharacter.name(scalar), scalar != "\u{200D}" {
                result += "[\(name)]"
            } else {
                result.unicodeScalars.append(scalar)
            }
        }
        return isCut ? result + "…" : result
    }
}
