/// What a line says about sections.
enum SectionMark: Equatable {
    case heading(level: Int, title: Range<Int>)
    case opening(name: Range<Int>)
    case closing(name: Range<Int>)
    case role(name: Range<Int>)
    /// The start or the end of a block of code, in which no other mark is one.
    case fence(character: UInt8, length: Int, isBare: Bool)
    case blank
    case text

    private static let roles: Set<[UInt8]> = Set(
        ["system", "user", "assistant", "developer", "tool", "function"].map { Array($0.utf8) }
    )

    /// Reads a line.
    ///
    /// - Complexity: O(*n*) in the length of the line.
    init(_ bytes: [UInt8], _ line: Range<Int>) {
        let content = bytes.trimmed(line)
        guard let first = content.first.map({ bytes[$0] }) else {
            self = .blank
            return
        }
        let indentation = content.lowerBound - line.lowerBound
        self =
            switch first {
            case UInt8(ascii: "#"): Self.heading(bytes, content, indentation) ?? .text
            case UInt8(ascii: "<"): Self.tag(bytes, content) ?? .text
            case UInt8(ascii: "`"), UInt8(ascii: "~"): Self.fence(bytes, content) ?? .text
            default: Self.role(bytes, content, indentation) ?? .text
            }
    }

    /// Up to three blanks, one to six number signs, and a blank or nothing.
    private static func heading(_ bytes: [UInt8], _ content: Range<Int>, _ indentation: Int) -> SectionMark? {
        guard indentation <= 3 else { return nil }
        var position = content.lowerBound
        while position < content.upperBound, bytes[position] == UInt8(ascii: "#") { position += 1 }
        let level = position - content.lowerBound
        guard level <= 6, position == content.upperBound || bytes[position].isBlank else { return nil }
        var title = bytes.trimmed(position..<content.upperBound)
        if let role = Self.role(bytes, title, 0) { return role }
        // Number signs may close the heading, too.
        var end = title.upperBound
        while end > title.lowerBound, bytes[end - 1] == UInt8(ascii: "#") { end -= 1 }
        if end == title.lowerBound || bytes[end - 1].isBlank { title = bytes.trimmed(title.lowerBound..<end) }
        return .heading(level: level, title: title)
    }

    private static func tag(_ bytes: [UInt8], _ content: Range<Int>) -> SectionMark? {
        guard content.count >= 3, bytes[content.upperBound - 1] == UInt8(ascii: ">") else { return nil }
        let isClosing = bytes[content.lowerBound + 1] == UInt8(ascii: "/")
        let start = content.lowerBound + (isClosing ? 2 : 1)
        let end = content.upperBound - 1
        var position = start
        while position < end, Self.isNamePart(bytes[position], isFirst: position == start) { position += 1 }
        guard position > start else { return nil }
        let name = start..<position
        guard position < end else { return isClosing ? .closing(name: name) : .opening(name: name) }
        // Attributes may follow, but no second tag, and nothing that closes this one at once.
        let rest = bytes[position..<end]
        guard bytes[position].isASCIISpace, !rest.contains(UInt8(ascii: "<")), !rest.contains(UInt8(ascii: ">")),
            rest.last != UInt8(ascii: "/")
        else { return nil }
        if isClosing { return rest.allSatisfy(\.isASCIISpace) ? .closing(name: name) : nil }
        return .opening(name: name)
    }

    private static func isNamePart(_ byte: UInt8, isFirst: Bool) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "_"): true
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: ":"): !isFirst
        default: byte >= 0x80
        }
    }

    private static func role(_ bytes: [UInt8], _ content: Range<Int>, _ indentation: Int) -> SectionMark? {
        guard indentation == 0, (5...12).contains(content.count), bytes[content.upperBound - 1] == UInt8(ascii: ":")
        else { return nil }
        let name = bytes.trimmed(content.dropLast())
        let lowercase = bytes[name].map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 }
        return Self.roles.contains(lowercase) ? .role(name: name) : nil
    }

    private static func fence(_ bytes: [UInt8], _ content: Range<Int>) -> SectionMark? {
        let character = bytes[content.lowerBound]
        var position = content.lowerBound
        while position < content.upperBound, bytes[position] == character { position += 1 }
        let length = position - content.lowerBound
        let rest = bytes[position..<content.upperBound]
        guard length >= 3, character == UInt8(ascii: "~") || !rest.contains(character) else { return nil }
        return .fence(character: character, length: length, isBare: rest.isEmpty)
    }
}
