/// Reads JSON documents that arrive in pieces cut anywhere, and keeps nothing but what a ``FieldTree`` names.
///
/// Documents may follow each other, with or without line ends between them; the elements of an outermost array are
/// documents too, which is how Gemini streams. Lenient where a meter can be: control characters within strings pass,
/// numbers that nobody asked for aren't checked.
///
/// - Complexity: O(*n*) in the bytes scanned; memory is bounded by ``depthLimit`` and ``pathLimit``.
struct JSONScanner {
    /// The most containers that may be open at once.
    static let depthLimit = 512
    /// The longest path and the longest name in it that are looked at, in bytes.
    static let pathLimit = 256
    /// The longest name that is kept as a fact.
    static let nameLimit = 256

    /// Why a text is not read further.
    enum Failure: Hashable, Sendable {
        case notJSON
        case tooDeep
    }

    enum State {
        case value
        case valueOrEnd
        case nameOrEnd
        case name
        case colon
        case next
        case string
        case escape
        case unicode
        case number
        case word
    }

    /// An open container.
    struct Level {
        let isArray: Bool
        let place: Place
        var index = 0
    }

    /// Where a value stands.
    struct Place {
        var node: Int
        /// The bytes of the path up to here, and where in it the name used in facts begins.
        var pathCount: Int
        var pathStart: Int
    }

    let tree: FieldTree
    var state = State.value
    var levels: [Level] = []
    var path: [UInt8] = []
    /// Where the value stands that comes next or is being read.
    var place: Place
    private(set) var failure: Failure?
    /// How many documents are complete.
    private(set) var documentCount = 0
    /// Whether the outermost value is an array whose elements are documents.
    private(set) var isInArray = false
    /// Whether that has ever been so.
    private(set) var hasArray = false

    /// The bytes of a name, number or word being read.
    var kept: [UInt8] = []
    var isKeptWhole = true
    var isName = false
    var action = FieldTree.Action.pass
    var escape = StringEscape()

    init(_ tree: FieldTree) {
        self.tree = tree
        self.place = Place(node: FieldTree.root, pathCount: 0, pathStart: 0)
    }

    /// Whether a document has begun and not ended.
    var isInside: Bool {
        if self.failure != nil { return true }
        switch self.state {
        case .value: return !self.levels.isEmpty
        case .next, .valueOrEnd: return !self.levels.isEmpty
        default: return true
        }
    }

    /// Whether the text is something else altogether: it fails before anything of JSON.
    var isForeign: Bool { self.failure == .notJSON && self.documentCount == 0 && self.levels.isEmpty }

    /// Reads more bytes; returns how many, which is fewer than all only after a failure.
    @discardableResult
    mutating func scan(_ bytes: Span<UInt8>, into sink: inout some JSONSink) -> Int {
        var position = 0
        while position < bytes.count, self.failure == nil {
            switch self.state {
            case .string: position = self.scanString(bytes, from: position, into: &sink)
            case .escape: position = self.scanEscape(bytes, from: position, into: &sink)
            case .unicode: position = self.scanUnicode(bytes, from: position, into: &sink)
            case .number: position = self.scanNumber(bytes, from: position, into: &sink)
            case .word: position = self.scanWord(bytes, from: position, into: &sink)
            default:
                self.take(bytes[position], into: &sink)
                position += 1
            }
        }
        return position
    }

    /// No more bytes: a number that stands alone ends here.
    mutating func finish(into sink: inout some JSONSink) {
        guard self.failure == nil else { return }
        if self.state == .number, self.levels.isEmpty { self.endNumber(into: &sink) }
    }

    /// Begins anew, as after a line that is not JSON.
    mutating func reset() {
        let count = self.documentCount
        self = JSONScanner(self.tree)
        self.documentCount = count
    }

    mutating func fail(_ failure: Failure) {
        self.failure = failure
    }

    private mutating func take(_ byte: UInt8, into sink: inout some JSONSink) {
        switch byte {
        case 0x20, 0x09, 0x0A, 0x0D: return
        default: break
        }
        switch self.state {
        case .value: self.beginValue(byte, into: &sink)
        case .valueOrEnd:
            if byte == UInt8(ascii: "]") {
                self.close(isArray: true, into: &sink)
            } else {
                self.beginValue(byte, into: &sink)
            }
        case .nameOrEnd where byte == UInt8(ascii: "}"): self.close(isArray: false, into: &sink)
        case .nameOrEnd, .name:
            guard byte == UInt8(ascii: "\"") else { return self.fail(.notJSON) }
            self.beginString(isName: true, into: &sink)
        case .colon:
            guard byte == UInt8(ascii: ":") else { return self.fail(.notJSON) }
            self.state = .value
        default: self.takeAfterValue(byte, into: &sink)
        }
    }

    private mutating func takeAfterValue(_ byte: UInt8, into sink: inout some JSONSink) {
        switch byte {
        case UInt8(ascii: ","):
            guard let level = self.levels.last else { return self.fail(.notJSON) }
            if level.isArray {
                self.state = .value
                self.enterElement()
            } else {
                self.state = .name
            }
        case UInt8(ascii: "]"): self.close(isArray: true, into: &sink)
        case UInt8(ascii: "}"): self.close(isArray: false, into: &sink)
        default: self.fail(.notJSON)
        }
    }

    private mutating func beginValue(_ byte: UInt8, into sink: inout some JSONSink) {
        self.action = self.place.node == FieldTree.nothing ? .pass : self.tree.nodes[self.place.node].action
        if self.action == .presence, byte != UInt8(ascii: "n") { sink.fact(self.pathText, .bool(true)) }
        switch byte {
        case UInt8(ascii: "{"): self.open(isArray: false, into: &sink)
        case UInt8(ascii: "["): self.open(isArray: true, into: &sink)
        case UInt8(ascii: "\""): self.beginString(isName: false, into: &sink)
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"):
            self.kept.removeAll(keepingCapacity: true)
            self.kept.append(byte)
            self.isKeptWhole = true
            self.state = .number
        case UInt8(ascii: "t"), UInt8(ascii: "f"), UInt8(ascii: "n"):
            self.kept.removeAll(keepingCapacity: true)
            self.kept.append(byte)
            self.state = .word
        default: self.fail(.notJSON)
        }
    }

    private mutating func open(isArray: Bool, into sink: inout some JSONSink) {
        guard self.levels.count < Self.depthLimit else { return self.fail(.tooDeep) }
        if isArray, self.levels.isEmpty {
            // The elements of the outermost array are documents: they stand where a document would.
            self.isInArray = true
            self.hasArray = true
            self.levels.append(Level(isArray: true, place: self.place))
            self.state = .valueOrEnd
            return
        }
        self.levels.append(Level(isArray: isArray, place: self.place))
        if isArray {
            self.state = .valueOrEnd
            if self.action == .all { sink.array(at: self.pathText) }
            if self.action != .length { self.enterElement(first: true) } else { self.place.node = FieldTree.nothing }
        } else {
            self.state = .nameOrEnd
        }
    }

    private mutating func close(isArray: Bool, into sink: inout some JSONSink) {
        guard let level = self.levels.last, level.isArray == isArray else { return self.fail(.notJSON) }
        self.levels.removeLast()
        self.place = level.place
        self.path.removeSubrange(min(level.place.pathCount, self.path.count)...)
        if isArray, level.place.node != FieldTree.nothing, self.tree.nodes[level.place.node].action == .length {
            let count = self.state == .valueOrEnd ? 0 : level.index + 1
            sink.fact(self.pathText, .number(NumberText(text: "\(count)")))
        }
        if self.levels.isEmpty, self.isInArray {
            self.isInArray = false
            self.state = .value
            return
        }
        self.endValue(into: &sink)
    }

    /// After a value: a comma, the end of its container, or another document.
    mutating func endValue(into sink: inout some JSONSink) {
        let outermost = self.isInArray ? 1 : 0
        if self.levels.count == outermost {
            self.documentCount += 1
            sink.endDocument()
            self.path.removeAll(keepingCapacity: true)
        }
        if let level = self.levels.last {
            self.state = .next
            self.path.removeSubrange(min(level.place.pathCount, self.path.count)...)
        } else {
            self.state = .value
            self.place = Place(node: FieldTree.root, pathCount: 0, pathStart: 0)
        }
    }

    // MARK: - Places

    var pathText: String {
        String(decoding: self.path[self.place.pathStart...], as: UTF8.self)
    }

    private mutating func enterElement(first: Bool = false) {
        let last = self.levels.count - 1
        if !first { self.levels[last].index += 1 }
        let level = self.levels[last]
        if self.isInArray, last == 0 {
            self.place = Place(node: FieldTree.root, pathCount: 0, pathStart: 0)
            return
        }
        self.enter(self.tree.element(in: level.place.node), Array("\(level.index)".utf8), from: level.place)
    }

    /// The value that comes next is the member of this name.
    mutating func enterMember(_ name: [UInt8], isWhole: Bool) {
        guard let level = self.levels.last else { return self.fail(.notJSON) }
        self.enter(isWhole ? self.tree.member(name, of: level.place.node) : FieldTree.nothing, name, from: level.place)
    }

    private mutating func enter(_ node: Int, _ name: [UInt8], from parent: Place) {
        self.path.removeSubrange(min(parent.pathCount, self.path.count)...)
        guard node != FieldTree.nothing, parent.pathCount + name.count < Self.pathLimit else {
            self.place = Place(node: FieldTree.nothing, pathCount: parent.pathCount, pathStart: parent.pathStart)
            return
        }
        var start = parent.pathStart
        // Inside a place where everything is wanted the node stays the same, and its alias has been used already.
        if let alias = self.tree.nodes[node].alias, node != parent.node {
            start = self.path.count
            self.path += alias
        } else {
            if self.path.count > start { self.path.append(UInt8(ascii: ".")) }
            self.path += name
        }
        self.place = Place(node: node, pathCount: self.path.count, pathStart: start)
    }
}
