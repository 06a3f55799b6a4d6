internal import TallyMetering

/// Reads values out of a file's nodes, and notes every mistake instead of stopping at the first.
///
/// Numbers and money are read from the text as it is written and never through binary fractions. What YAML 1.1 and 1.2
/// read in two ways (`no`, `on`, `010`) is refused.
struct FileReader {
    let file: String
    private(set) var problems: [ConfigurationProblem] = []

    init(file: String) {
        self.file = file
    }

    /// Whether no more mistakes are noted.
    private var isFull: Bool { self.problems.count >= 1_000 }

    mutating func note(_ node: FileNode, _ path: String, _ message: String) {
        // Enough to see what is wrong; a file of mistakes does not fill the memory.
        guard !self.isFull else { return }
        self.problems.append(
            ConfigurationProblem(file: self.file, line: node.line, column: node.column, path: path, message: message)
        )
    }

    mutating func expect(_ expected: String, _ node: FileNode, _ path: String) {
        self.note(node, path, "found \(node.shown); expected \(expected)")
    }

    // MARK: - Structure

    /// The values of a mapping that has only these keys.
    mutating func mapping(_ node: FileNode, _ path: String, _ keys: ConfigurationKeys) -> [String: FileNode]? {
        guard case .mapping(let pairs) = node.kind else {
            self.expect("a mapping with some of: \(keys.all.joined(separator: ", "))", node, path)
            return nil
        }
        let known = keys.all
        var values: [String: FileNode] = [:]
        for (key, value) in pairs where !self.isFull {
            guard let name = self.key(key, path) else { continue }
            if known.contains(name) {
                values[name] = value
            } else {
                let proposal = NearestKey.proposal(for: name, among: known)
                self.note(key, path, "there is no key '\(FileNode.short(name))' here; \(proposal)")
            }
        }
        return values
    }

    /// The keys and values of a mapping with names of the user's own.
    mutating func entries(_ node: FileNode, _ path: String, of what: String) -> [(name: String, node: FileNode)] {
        guard case .mapping(let pairs) = node.kind else {
            self.expect("a mapping from \(what)", node, path)
            return []
        }
        return pairs.compactMap { key, value in self.key(key, path).map { ($0, value) } }
    }

    /// The values of a list; a single value is a list of one, if that is allowed.
    mutating func list(_ node: FileNode, _ path: String, orOne: Bool = false) -> [(path: String, node: FileNode)] {
        switch node.kind {
        case .list(let nodes): return nodes.enumerated().map { ("\(path)[\($0.offset)]", $0.element) }
        case .scalar(let text, let isQuoted) where orOne && (isQuoted || !FileNode.isNull(text)): return [(path, node)]
        default:
            self.expect("a list", node, path)
            return []
        }
    }

    private mutating func key(_ node: FileNode, _ path: String) -> String? {
        guard case .scalar(let text, let isQuoted) = node.kind else {
            self.expect("a name as the key", node, path)
            return nil
        }
        return self.isText(text, isQuoted, node, path) ? text : nil
    }

    // MARK: - Texts

    /// A text that is not empty.
    mutating func text(_ node: FileNode, _ path: String, _ what: String = "a text") -> String? {
        guard case .scalar(let text, let isQuoted) = node.kind, !text.isEmpty, isQuoted || !FileNode.isNull(text) else {
            self.expect(what, node, path)
            return nil
        }
        guard text.utf8.count <= 1_024 else {
            self.note(node, path, "found a text of \(text.utf8.count) bytes; expected at most 1024")
            return nil
        }
        return self.isText(text, isQuoted, node, path) ? text : nil
    }

    private mutating func isText(_ text: String, _ isQuoted: Bool, _ node: FileNode, _ path: String) -> Bool {
        guard !isQuoted, Self.truthValues.contains(text.lowercased()) else { return true }
        self.note(
            node,
            path,
            "found \(text) without quotes, which many YAML readers take for a truth value; "
                + "write \"\(text)\" if the text is meant"
        )
        return false
    }

    private static let truthValues: Set<String> = ["true", "false", "yes", "no", "on", "off", "y", "n"]

    mutating func boolean(_ node: FileNode, _ path: String) -> Bool? {
        if case .scalar(let text, false) = node.kind, text == "true" || text == "false" { return text == "true" }
        self.expect("true or false", node, path)
        return nil
    }

    /// One of the names of `choices`.
    mutating func choice(_ node: FileNode, _ path: String, _ choices: [String]) -> String? {
        if case .scalar(let text, _) = node.kind {
            if choices.contains(text) { return text }
            let proposal = NearestKey.proposal(for: text, among: choices)
            self.note(node, path, "found \(node.shown); \(proposal)")
        } else {
            self.expect("one of: " + choices.joined(separator: ", "), node, path)
        }
        return nil
    }

    // MARK: - Numbers

    /// A whole number within `range`, as decimal digits; `_` may be between them.
    mutating func integer(_ node: FileNode, _ path: String, _ range: ClosedRange<Int>) -> Int? {
        let expected = "a whole number from \(range.lowerBound) to \(range.upperBound)"
        guard case .scalar(let text, _) = node.kind, let number = Self.digits(text), range.contains(number) else {
            self.expect(expected, node, path)
            return nil
        }
        return number
    }

    static func digits(_ text: String) -> Int? {
        let parts = text.split(separator: "_", omittingEmptySubsequences: false)
        let isNumber = parts.allSatisfy { part in !part.isEmpty && part.utf8.allSatisfy { 0x30...0x39 ~= $0 } }
        // 010 is eight for YAML 1.1 and ten for YAML 1.2.
        guard isNumber, parts.count == 1 || parts[0] != "0", text == "0" || !text.hasPrefix("0") else { return nil }
        return Int(parts.joined())
    }

    /// An amount of US dollars as decimal text, exactly: `500`, `0.0125`, `$20`.
    mutating func money(_ node: FileNode, _ path: String) -> Money? {
        if case .scalar(let text, _) = node.kind {
            let digits = text.hasPrefix("$") ? String(text.dropFirst()) : text
            let isPlain = digits.first.map { $0.isASCII && $0.isNumber } ?? false
            if isPlain, let money = Money(digits.filter { $0 != "_" }) { return money }
        }
        self.expect("dollars as a decimal number with at most 12 decimals, such as 12.50", node, path)
        return nil
    }

    /// A share: `80%`.
    mutating func percent(_ node: FileNode, _ path: String, _ range: ClosedRange<Int>) -> Int? {
        if case .scalar(let text, _) = node.kind, text.hasSuffix("%"),
            let number = Self.digits(String(text.dropLast())),
            range.contains(number)
        {
            return number
        }
        self.expect("a share from \(range.lowerBound)% to \(range.upperBound)%, such as 80%", node, path)
        return nil
    }

    /// A time: a whole number and its unit.
    mutating func duration(_ node: FileNode, _ path: String) -> Duration? {
        if case .scalar(let text, _) = node.kind, let duration = Self.duration(text) { return duration }
        self.expect("a time with its unit (ms, s, m, h, d), such as 30s", node, path)
        return nil
    }

    static func duration(_ text: String) -> Duration? {
        let units: [(String, Int)] = [("ms", 1), ("s", 1_000), ("m", 60_000), ("h", 3_600_000), ("d", 86_400_000)]
        for (unit, milliseconds) in units where text.hasSuffix(unit) {
            guard let number = Self.digits(String(text.dropLast(unit.count))), number <= 1_000_000_000 else { continue }
            return .milliseconds(number * milliseconds)
        }
        return nil
    }

    /// A time in whole minutes.
    mutating func minutes(_ node: FileNode, _ path: String) -> Int? {
        guard let duration = self.duration(node, path) else { return nil }
        let seconds = duration.components.seconds
        guard seconds % 60 == 0, duration == .seconds(seconds) else {
            self.expect("whole minutes, such as 60m", node, path)
            return nil
        }
        return Int(seconds / 60)
    }
}
