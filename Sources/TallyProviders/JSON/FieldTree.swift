/// What of a response is to be kept, as a tree of names.
///
/// Everything that no pattern names is passed over and never stored.
struct FieldTree: Sendable {
    /// What is done with a value.
    enum Action: Hashable, Sendable {
        /// Nothing; there may be something below it.
        case pass
        /// A number, a short name, true or false is a fact.
        case value
        /// All numbers and a few names below it are facts.
        case all
        /// That it is there is a fact, and there may be something below it.
        case presence
        /// How many elements it has is a fact.
        case length
        /// A string that the model wrote; it is counted and not kept.
        case text(TextKind)
        /// A string of Base64 with another document in it.
        case base64
    }

    struct Node: Sendable {
        var children: [(name: [UInt8], node: Int)] = []
        /// The node of all elements of an array.
        var element = FieldTree.nothing
        var action = Action.pass
        /// What the place is called in facts, if not by its path.
        var alias: [UInt8]?
    }

    /// The node of what no pattern names.
    static let nothing = -1
    /// The node of the whole document.
    static let root = 0

    private(set) var nodes = [Node()]

    /// Creates the tree of all `patterns`; of two for one place the later holds.
    init(_ patterns: [FieldPattern]) {
        for pattern in patterns { self.insert(pattern) }
    }

    private mutating func insert(_ pattern: FieldPattern) {
        var node = Self.root
        for part in pattern.path.split(separator: ".") {
            node = part == "*" ? self.element(of: node) : self.child(Array(part.utf8), of: node)
        }
        // A plain value must not undo that everything below it is wanted.
        if self.nodes[node].action == .pass || pattern.action != .presence { self.nodes[node].action = pattern.action }
        if let alias = pattern.alias { self.nodes[node].alias = Array(alias.utf8) }
    }

    private mutating func element(of node: Int) -> Int {
        if self.nodes[node].element == Self.nothing {
            self.nodes.append(Node())
            self.nodes[node].element = self.nodes.count - 1
        }
        return self.nodes[node].element
    }

    private mutating func child(_ name: [UInt8], of node: Int) -> Int {
        if let found = self.nodes[node].children.first(where: { $0.name == name }) { return found.node }
        self.nodes.append(Node())
        self.nodes[node].children.append((name, self.nodes.count - 1))
        return self.nodes.count - 1
    }

    /// The node of the member `name` of `node`.
    ///
    /// - Complexity: O(*n*) in the number of members that patterns name.
    func member(_ name: [UInt8], of node: Int) -> Int {
        guard node != Self.nothing else { return node }
        for child in self.nodes[node].children where child.name == name { return child.node }
        return self.nodes[node].action == .all ? node : Self.nothing
    }

    /// The node of an element of `node`.
    func element(in node: Int) -> Int {
        guard node != Self.nothing else { return node }
        let element = self.nodes[node].element
        return element == Self.nothing && self.nodes[node].action == .all ? node : element
    }
}

/// A place in a response and what is done there.
///
/// The path has names and `*` for every element of an array, with points between: `choices.*.usage`.
struct FieldPattern: Sendable {
    let path: String
    let action: FieldTree.Action
    /// What the place is called in facts: formats that say one thing in several places give them one name.
    let alias: String?

    init(_ path: String, _ action: FieldTree.Action, as alias: String? = nil) {
        self.path = path
        self.action = action
        self.alias = alias
    }
}

/// What a text that the model wrote is for.
enum TextKind: String, Hashable, Sendable {
    /// What the model answers.
    case answer
    /// What it thinks before.
    case reasoning
    /// The names and arguments of functions it calls.
    case toolCall
    /// One of these, or none, as the `type` of the event says that was read before.
    case byType
}
