extension FileReader {
    /// Patterns of paths, as in `.gitignore`, or one.
    ///
    /// - Parameter remedy: What to do instead of writing an empty list; nil where one is fine.
    mutating func pathPatterns(_ node: FileNode, _ path: String, ifEmpty remedy: String? = nil) -> [String] {
        if let remedy { self.noteIfEmpty(node, path, "a pattern; \(remedy)") }
        return self.list(node, path, orOne: true).compactMap { path, node in
            guard let text = self.text(node, path, "a pattern of paths, such as prompts/**") else { return nil }
            if let problem = Self.problem(ofPathPattern: text) {
                self.note(node, path, "found \(node.shown), \(problem)")
                return nil
            }
            return text
        }
    }

    /// Why nothing can ever match a pattern, and what to write; nil if something can.
    ///
    /// The patterns are those of `gitignore(5)`, from the top of the repository.
    private static func problem(ofPathPattern text: String) -> String? {
        let bytes = Array(text.utf8)
        if bytes.contains(0) { return "which no path matches: paths have no NUL" }
        if bytes.first == UInt8(ascii: "!") {
            return "which would take paths back; name those in prompts.exclude, or begin with \\! if the name has it"
        }
        if bytes.first == UInt8(ascii: "#") { return "which is a comment among patterns; begin with \\#" }
        // A slash may be the first and the last; it says where the pattern holds, and that it is for folders.
        var path = Self.withoutTrailingSpaces(bytes)
        if path.last == UInt8(ascii: "/") { path = path.dropLast() }
        if path.first == UInt8(ascii: "/") { path = path.dropFirst() }
        guard !path.isEmpty else { return "which is the name of nothing; write ** for every file" }
        let parts = path.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
        if parts.contains(where: \.isEmpty) { return "which no path matches; write one slash at a time" }
        if parts.contains(where: { $0.elementsEqual(".".utf8) || $0.elementsEqual("..".utf8) }) {
            return "which no path matches: paths begin at the top of the repository, without ./ and ../"
        }
        return Self.isWhole(Array(path))
            ? nil : "which is not whole: a bracket has no end, or nothing is after the last \\"
    }

    /// Spaces at the end don't count unless a backslash stands before them.
    private static func withoutTrailingSpaces(_ bytes: [UInt8]) -> ArraySlice<UInt8> {
        var (end, position) = (0, 0)
        while position < bytes.count {
            let isEscape = bytes[position] == UInt8(ascii: "\\")
            let isSpace = bytes[position] == UInt8(ascii: " ")
            position = min(bytes.count, position + (isEscape ? 2 : 1))
            if !isSpace { end = position }
        }
        return bytes[..<end]
    }

    /// Whether each bracket is closed and each backslash has a byte after it.
    private static func isWhole(_ bytes: [UInt8]) -> Bool {
        var position = 0
        while position < bytes.count {
            switch bytes[position] {
            case UInt8(ascii: "\\"):
                position += 2
                if position > bytes.count { return false }
            case UInt8(ascii: "["):
                guard let end = Self.endOfBracket(bytes, position) else { return false }
                position = end
            default: position += 1
            }
        }
        return true
    }

    /// The position behind a bracket expression; nil if it has no end, or a class that there is not.
    private static func endOfBracket(_ bytes: [UInt8], _ start: Int) -> Int? {
        var position = start + 1
        if position < bytes.count, bytes[position] == UInt8(ascii: "!") || bytes[position] == UInt8(ascii: "^") {
            position += 1
        }
        let first = position
        // Whether a byte stands before, from which a range may go on.
        var hasLow = false
        while position < bytes.count {
            let next = position + 1 < bytes.count ? bytes[position + 1] : nil
            switch bytes[position] {
            case UInt8(ascii: "]") where position > first: return position + 1
            case UInt8(ascii: "-") where hasLow && next != nil && next != UInt8(ascii: "]"):
                position += next == UInt8(ascii: "\\") ? 3 : 2
                hasLow = false
            case UInt8(ascii: "[") where next == UInt8(ascii: ":"):
                guard let end = bytes[(position + 2)...].firstIndex(of: UInt8(ascii: "]")) else { return nil }
                hasLow = end == position + 2 || bytes[end - 1] != UInt8(ascii: ":")
                if hasLow {
                    position += 1
                    continue
                }
                let name = String(decoding: bytes[(position + 2)..<(end - 1)], as: UTF8.self)
                guard Self.characterClasses.contains(name) else { return nil }
                position = end + 1
            case let byte:
                position += byte == UInt8(ascii: "\\") ? 2 : 1
                hasLow = true
            }
        }
        return nil
    }

    /// The classes of POSIX, which brackets may name.
    private static let characterClasses: Set<String> = [
        "alnum", "alpha", "blank", "cntrl", "digit", "graph", "lower", "print", "punct", "space", "upper", "xdigit",
    ]
}
