/// The places of a template where a program puts something in: `{{name}}`, `{name}`, `${name}`, `<%= name %>`.
struct PromptPlaceholders {
    /// One of them.
    struct Placeholder: Equatable {
        let range: Range<Int>
        /// What stands in it, without what formats it: `{{ user.name | upper }}` is `user.name`.
        let name: String
    }

    private(set) var found: [Placeholder] = []
    /// How many statements there are, such as `{% if … %}` and `{{#each …}}`, which nobody can size.
    private(set) var statements = 0

    /// What stands between the marks has at most so many bytes; more of it is text.
    private static let longestContent = 256

    /// Finds them.
    ///
    /// - Complexity: O(*n*).
    init(_ text: [UInt8]) {
        var position = 0
        while position < text.count {
            let byte = text[position]
            guard byte == UInt8(ascii: "{") || byte == UInt8(ascii: "<") else {
                position += 1
                continue
            }
            position = self.read(text, at: position)
        }
    }

    /// Reads what begins with `{` or `<` at `start`; returns where to go on.
    private mutating func read(_ text: [UInt8], at start: Int) -> Int {
        let rest = text[start...]
        if rest.starts(with: "<%".utf8) {
            guard let content = Self.content(text, from: start + 2, to: "%>") else { return start + 2 }
            if let mark = text[content].first, mark == UInt8(ascii: "=") || mark == UInt8(ascii: "-") {
                self.add(text, content.dropFirst(), start..<content.upperBound + 2)
            } else {
                self.statements += 1
            }
            return content.upperBound + 2
        }
        if rest.starts(with: "{%".utf8) {
            guard let content = Self.content(text, from: start + 2, to: "%}") else { return start + 2 }
            self.statements += 1
            return content.upperBound + 2
        }
        if rest.starts(with: "{{".utf8) { return self.readDouble(text, at: start) }
        guard rest.first == UInt8(ascii: "{"), let content = Self.content(text, from: start + 1, to: "}"),
            let name = Self.name(text[content]), Self.isIdentifier(name)
        else { return start + 1 }
        let hasDollar = start > 0 && text[start - 1] == UInt8(ascii: "$")
        self.found.append(
            Placeholder(range: (hasDollar ? start - 1 : start)..<content.upperBound + 1, name: name)
        )
        return content.upperBound + 1
    }

    private mutating func readDouble(_ text: [UInt8], at start: Int) -> Int {
        let isTriple = text[start...].starts(with: "{{{".utf8)
        let length = isTriple ? 3 : 2
        guard let content = Self.content(text, from: start + length, to: isTriple ? "}}}" : "}}") else {
            return start + length
        }
        let end = content.upperBound + length
        if let mark = text[content].first(where: { $0 != UInt8(ascii: " ") }), "#/^!>".utf8.contains(mark) {
            self.statements += 1
        } else {
            self.add(text, content, start..<end)
        }
        return end
    }

    private mutating func add(_ text: [UInt8], _ content: Range<Int>, _ range: Range<Int>) {
        if let name = Self.name(text[content]) { self.found.append(Placeholder(range: range, name: name)) }
    }

    /// Where the content ends; nil if no end follows on the same line within bounds.
    private static func content(_ text: [UInt8], from start: Int, to end: String) -> Range<Int>? {
        let end = Array(end.utf8)
        let last = min(text.count - end.count, start + Self.longestContent)
        guard start <= last else { return nil }
        for position in start...last {
            if text[position] == UInt8(ascii: "\n") { return nil }
            if text[position] == end[0], text[position...].starts(with: end) { return start..<position }
        }
        return nil
    }

    /// The name in a content; nil if there is none.
    private static func name(_ content: ArraySlice<UInt8>) -> String? {
        let end = content.firstIndex { $0 == UInt8(ascii: "|") || $0 == UInt8(ascii: ":") || $0 == UInt8(ascii: "!") }
        let blanks: Set<UInt8> = [0x20, 0x09, UInt8(ascii: "-"), UInt8(ascii: "~"), UInt8(ascii: "&")]
        var name = content[..<(end ?? content.endIndex)].drop { blanks.contains($0) }
        while let byte = name.last, blanks.contains(byte) { name.removeLast() }
        guard !name.isEmpty, name.count <= 64 else { return nil }
        return String(decoding: name, as: UTF8.self)
    }

    /// Whether single braces around it make a placeholder: `{user.name}` does, `{"a": 1}` and `{}` do not.
    private static func isIdentifier(_ name: String) -> Bool {
        guard let first = name.utf8.first, Self.isLetter(first) else { return false }
        return name.utf8.allSatisfy { byte in
            Self.isLetter(byte) || 0x30...0x39 ~= byte || ".[]".utf8.contains(byte)
        }
    }

    private static func isLetter(_ byte: UInt8) -> Bool {
        0x41...0x5A ~= byte || 0x61...0x7A ~= byte || byte == UInt8(ascii: "_")
    }
}
