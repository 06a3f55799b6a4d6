/// A JSON value as a tree: the schema of a tool, a request's body, what a vocabulary file describes.
///
/// Members keep their order and numbers their digits, because both are tokens.
public indirect enum JSONTree: Sendable, Hashable {
    /// A name and its value.
    public struct Member: Sendable, Hashable {
        /// The name.
        public let name: String
        /// The value.
        public let value: JSONTree

        /// Creates a member.
        public init(_ name: String, _ value: JSONTree) {
            self.name = name
            self.value = value
        }
    }

    /// `null`.
    case null
    /// `true` or `false`.
    case bool(Bool)
    /// A number, by its digits.
    case number(String)
    /// A string.
    case string(String)
    /// An array.
    case array([JSONTree])
    /// An object, in which no name occurs twice.
    case object([Member])
}

extension JSONTree {
    /// The value of the member of this name; nil if there is none, if it is `null` or if this is no object.
    ///
    /// - Complexity: O(*n*) in the number of members.
    public subscript(name: String) -> JSONTree? {
        guard case .object(let members) = self, let member = members.last(where: { $0.name == name }),
            member.value != .null
        else { return nil }
        return member.value
    }

    /// The string, if it is one.
    public var string: String? {
        if case .string(let text) = self { text } else { nil }
    }

    /// The elements; none if it is no array.
    public var elements: [JSONTree] {
        if case .array(let elements) = self { elements } else { [] }
    }

    /// The members; none if it is no object.
    public var members: [Member] {
        if case .object(let members) = self { members } else { [] }
    }

    /// The number, if it is a whole one that fits.
    public var integer: Int? {
        if case .number(let digits) = self { Int(digits) } else { nil }
    }

    /// Whether it is `true`; nil if it is neither `true` nor `false`.
    public var bool: Bool? {
        if case .bool(let value) = self { value } else { nil }
    }

    /// The member's truth value, `otherwise` if there is none.
    func flag(_ name: String, otherwise: Bool = false) throws(VocabularyError) -> Bool {
        guard let value = self[name] else { return otherwise }
        guard let flag = value.bool else {
            throw VocabularyError(.malformedFile, "'\(name)' must be true or false")
        }
        return flag
    }
}
