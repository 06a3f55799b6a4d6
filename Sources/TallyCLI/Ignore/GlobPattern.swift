/// A pattern of `.gitignore`, without its marks for negation and folders, compiled.
///
/// Patterns and paths are bytes, as they are in git: `?` stands for one byte.
struct GlobPattern: Hashable {
    /// What stands for a part of a path.
    enum Element: Hashable {
        case byte(UInt8)
        /// `?`: one byte, but no slash.
        case anyByte
        /// `[…]`: one of these bytes; never a slash.
        case oneOf(ByteSet)
        /// `*`: any run without a slash.
        case run
        /// `**` with nothing but slashes or ends around it: any run.
        case runOfFolders
        /// `**/`: nothing, or any run that ends in a slash.
        case folders
    }

    /// The bytes that a path must begin with, before the first element that is a wildcard.
    let literalPrefix: [UInt8]
    /// What follows the prefix; empty for a pattern without wildcards.
    let elements: [Element]
    /// The bytes that a path must end with, after the last wildcard.
    let literalSuffix: [UInt8]

    /// Compiles `source`; nil for one that nothing can match, such as an unclosed bracket.
    init?(_ source: [UInt8]) {
        let special = source.firstIndex { $0 == .asterisk || $0 == .question || $0 == .bracket || $0 == .backslash }
        let start = special ?? source.count
        self.literalPrefix = Array(source[..<start])

        var elements: [Element] = []
        var position = start
        while position < source.count {
            let byte = source[position]
            position += 1
            switch byte {
            case .backslash:
                guard position < source.count else { return nil }
                elements.append(.byte(source[position]))
                position += 1
            case .question:
                elements.append(.anyByte)
            case .asterisk:
                elements.append(Self.asterisks(source, &position, first: start))
            case .bracket:
                guard let set = Self.bracket(source, &position) else { return nil }
                elements.append(.oneOf(set))
            default:
                elements.append(.byte(byte))
            }
        }
        self.elements = elements
        self.literalSuffix = elements.reversed().prefix { element in
            if case .byte = element { true } else { false }
        }.reversed().compactMap { element in
            if case .byte(let byte) = element { byte } else { nil }
        }
    }

    /// Reads the rest of a run of asterisks, and the slash that belongs to `**/`.
    ///
    /// At the first wildcard of a pattern, git compares what stands before it literally and then begins anew: `**` there
    /// counts as standing at a start whatever stands before.
    private static func asterisks(_ source: [UInt8], _ position: inout Int, first: Int) -> Element {
        let begin = position - 1
        while position < source.count, source[position] == .asterisk { position += 1 }
        let isDouble = position - begin >= 2
        let startsPart = begin == first || source[begin - 1] == .slash
        guard isDouble, startsPart else { return .run }
        if position == source.count { return .runOfFolders }
        if source[position] == .slash {
            position += 1
            return .folders
        }
        return source[position...].starts(with: [.backslash, .slash]) ? .runOfFolders : .run
    }

    /// Reads a bracket expression up to its end; `position` is behind the opening bracket.
    private static func bracket(_ source: [UInt8], _ position: inout Int) -> ByteSet? {
        var set = ByteSet()
        var isNegated = false
        if position < source.count, source[position] == UInt8(ascii: "!") || source[position] == UInt8(ascii: "^") {
            isNegated = true
            position += 1
        }
        var rangeStart: UInt8?
        var isFirst = true
        while position < source.count {
            let byte = source[position]
            if byte == .closingBracket, !isFirst {
                position += 1
                if isNegated { set.invert() }
                set.remove(.slash)
                return set
            }
            isFirst = false
            position += 1
            if byte == .hyphen, let low = rangeStart, position < source.count, source[position] != .closingBracket {
                guard let high = Self.member(source, &position) else { return nil }
                if low <= high { for member in low...high { set.insert(member) } }
                rangeStart = nil
            } else if byte == .bracket, let name = Self.className(source, &position) {
                guard set.insert(classNamed: name) else { return nil }
                rangeStart = nil
            } else {
                position -= 1
                guard let member = Self.member(source, &position) else { return nil }
                set.insert(member)
                rangeStart = member
            }
        }
        return nil
    }

    /// Reads one byte of a bracket expression, with the backslash that may stand before it.
    private static func member(_ source: [UInt8], _ position: inout Int) -> UInt8? {
        if source[position] == .backslash { position += 1 }
        guard position < source.count else { return nil }
        defer { position += 1 }
        return source[position]
    }

    /// Reads `:name:]` behind a bracket; nil, and nothing read, if that is not what stands there.
    private static func className(_ source: [UInt8], _ position: inout Int) -> String? {
        guard position < source.count, source[position] == .colon,
            let end = source[(position + 1)...].firstIndex(of: .closingBracket),
            end > position + 1, source[end - 1] == .colon
        else { return nil }
        defer { position = end + 1 }
        return String(decoding: source[(position + 1)..<(end - 1)], as: UTF8.self)
    }
}

extension UInt8 {
    static let asterisk = UInt8(ascii: "*")
    static let question = UInt8(ascii: "?")
    static let bracket = UInt8(ascii: "[")
    static let closingBracket = UInt8(ascii: "]")
    static let backslash = UInt8(ascii: "\\")
    static let slash = UInt8(ascii: "/")
    static let hyphen = UInt8(ascii: "-")
    static let colon = UInt8(ascii: ":")
}
