internal import TallyConfiguration
internal import TallyEstimation

/// Reads what people write in YAML, as a tree.
enum YAMLInput {
    /// The text at a path.
    static func text(at path: FilePath) throws(CommandFailure) -> String {
        guard let text = String(validating: try WholeInput.bytes(of: path), as: UTF8.self) else {
            throw CommandFailure(.invalidArgument, what: path.displayText, why: "it is not UTF-8")
        }
        return text
    }

    /// What the file at a path says.
    static func tree(at path: FilePath) throws(CommandFailure) -> JSONTree {
        let text = try Self.text(at: path)
        let bytes: [UInt8]
        do throws(ConfigurationError) {
            bytes = try YAMLText.json(of: text, file: path.displayText)
        } catch {
            throw CommandFailure(error, what: path.displayText)
        }
        do throws(VocabularyError) {
            return try JSONTree(json: bytes)
        } catch {
            throw CommandFailure(.invalidArgument, what: path.displayText, why: error.message)
        }
    }

    /// The budgets of a policy file.
    static func policy(at path: FilePath) throws(CommandFailure) -> PolicyDocument {
        let text = try Self.text(at: path)
        do throws(ConfigurationError) {
            return try PolicyDocument(yaml: text, file: path.displayText)
        } catch {
            throw CommandFailure(error, what: path.displayText)
        }
    }
}

/// Takes values out of a mapping by their keys, and says what is wrong with them and which keys nobody asked for.
struct MappingReader {
    private let members: [JSONTree.Member]
    private let path: String
    private var asked: Set<String> = []
    private(set) var problems: [String] = []

    /// - Parameter path: where the mapping stands: `use_cases[0]`; empty for the whole file.
    init(_ tree: JSONTree, path: String) {
        self.members = tree.members
        self.path = path
        if case .object = tree { return }
        self.problems.append("\(path.isEmpty ? "the file" : path): expected a mapping")
    }

    private func place(_ key: String) -> String { self.path.isEmpty ? key : "\(self.path).\(key)" }

    private mutating func value(_ key: String) -> JSONTree? {
        self.asked.insert(key)
        guard let value = self.members.last(where: { $0.name == key })?.value, value != .null else { return nil }
        return value
    }

    private mutating func complain(_ key: String, _ expected: String) {
        self.problems.append("\(self.place(key)): expected \(expected)")
    }

    /// A text; a number or a truth value is one too.
    mutating func text(_ key: String, isRequired: Bool = false) -> String? {
        switch self.value(key) {
        case .string(let text)? where !text.isEmpty: return text
        case .number(let digits)?: return digits
        case nil where !isRequired: return nil
        default:
            self.complain(key, "a text")
            return nil
        }
    }

    /// A whole number that is not negative.
    mutating func count(_ key: String, isRequired: Bool = false) -> Int? {
        switch self.value(key) {
        case nil where !isRequired: return nil
        case let value?:
            if let count = value.integer, count >= 0 { return count }
            fallthrough
        default:
            self.complain(key, "a whole number, 0 or more")
            return nil
        }
    }

    /// A number in a range; a text that ends with `%` is a hundredth of it.
    mutating func number(_ key: String, in range: ClosedRange<Double>, isRequired: Bool = false) -> Double? {
        let number: Double?
        switch self.value(key) {
        case nil where !isRequired: return nil
        case .number(let digits)?: number = Double(digits)
        case .string(let text)?: number = ShareArgument(argument: text)?.value
        default: number = nil
        }
        if let number, range.contains(number) { return number }
        self.complain(key, "a number from \(range.lowerBound) to \(range.upperBound), or a share as 15%")
        return nil
    }

    /// Dollars, exactly.
    mutating func money(_ key: String) -> Money? {
        let text: String
        switch self.value(key) {
        case nil: return nil
        case .number(let digits)?: text = digits
        case .string(let words)?: text = words.hasPrefix("$") ? String(words.dropFirst()) : words
        default: text = ""
        }
        if let money = Money(text), money >= .zero { return money }
        self.complain(key, "dollars, 0 or more, with at most 12 decimals")
        return nil
    }

    /// A mapping.
    mutating func mapping(_ key: String) -> MappingReader? {
        guard let value = self.value(key) else { return nil }
        return MappingReader(value, path: self.place(key))
    }

    /// The mappings of a list.
    mutating func mappings(_ key: String) -> [MappingReader] {
        guard let value = self.value(key) else { return [] }
        if case .array = value {
            return value.elements.enumerated().map { MappingReader($1, path: "\(self.place(key))[\($0)]") }
        }
        self.complain(key, "a list")
        return []
    }

    /// Adds what was wrong in a part.
    mutating func add(_ part: MappingReader) { self.problems += part.finished }

    /// All that is wrong, keys that nobody asked for included.
    var finished: [String] {
        self.problems
            + self.members.filter { !self.asked.contains($0.name) }.map {
                "\(self.place($0.name)): unknown; expected \(self.asked.sorted().joined(separator: ", "))"
            }
    }

    /// Throws all that is wrong in a file.
    func finish(_ file: FilePath) throws(CommandFailure) {
        let problems = self.finished
        guard problems.isEmpty else {
            throw CommandFailure(
                .invalidArgument,
                what: file.displayText,
                why: problems.prefix(20).joined(separator: "\n  ")
            )
        }
    }
}
