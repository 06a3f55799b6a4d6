/// Where a template first has something to fill in: all before it is the same in every call.
enum TemplateHead {
    /// The offset of the first `{{`, `{%`, `${name}` or `{name}`, or nil.
    ///
    /// A name in single braces has two characters at least, and no letter, digit or backslash stands before it.
    ///
    /// - Complexity: O(*n*).
    static func end(_ bytes: [UInt8]) -> Int? {
        var position = 0
        while position + 1 < bytes.count {
            if bytes[position] == UInt8(ascii: "{") {
                let next = bytes[position + 1]
                if next == UInt8(ascii: "{") || next == UInt8(ascii: "%") { return position }
                let before = position > 0 ? bytes[position - 1] : 0x20
                if let end = Self.nameEnd(bytes, position + 1) {
                    if before == UInt8(ascii: "$") { return position - 1 }
                    if !Self.isNamePart(before), before != UInt8(ascii: "\\"), before != UInt8(ascii: "}") {
                        return position
                    }
                    position = end
                    continue
                }
            }
            position += 1
        }
        return nil
    }

    /// Where a name and the brace behind it end.
    private static func nameEnd(_ bytes: [UInt8], _ start: Int) -> Int? {
        var position = start
        // Longer names are none.
        while position < min(bytes.count, start + 64), Self.isNamePart(bytes[position]) { position += 1 }
        guard position - start >= 2, position < bytes.count, bytes[position] == UInt8(ascii: "}") else { return nil }
        return (0x30...0x39).contains(bytes[start]) ? nil : position
    }

    private static func isNamePart(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"):
            true
        default: false
        }
    }
}
