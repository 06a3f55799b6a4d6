/// Writes nodes as JSON, and notes what JSON has nothing for.
struct JSONWriter {
    private(set) var bytes: [UInt8] = []
    private var reader: FileReader
    /// Where it is: `messages`, `[0]`, `content`.
    private var path: [String] = []

    init(file: String, capacity: Int) {
        self.reader = FileReader(file: file)
        self.bytes.reserveCapacity(capacity)
    }

    /// What could not be written.
    var problems: [ConfigurationProblem] { self.reader.problems }

    /// Writes a value; by recursion, since nodes are never deep.
    mutating func write(_ node: FileNode) {
        switch node.kind {
        case .scalar(let text, isQuoted: true): self.write(string: text)
        case .scalar(let text, isQuoted: false): self.write(plain: text, node)
        case .list(let nodes):
            self.bytes.append(UInt8(ascii: "["))
            for (index, node) in nodes.enumerated() {
                if index > 0 { self.bytes.append(UInt8(ascii: ",")) }
                self.path.append("[\(index)]")
                self.write(node)
                self.path.removeLast()
            }
            self.bytes.append(UInt8(ascii: "]"))
        case .mapping(let pairs): self.write(pairs)
        }
    }

    private mutating func write(_ pairs: [(key: FileNode, value: FileNode)]) {
        var names: Set<String> = []
        self.bytes.append(UInt8(ascii: "{"))
        for (index, (key, value)) in pairs.enumerated() {
            if index > 0 { self.bytes.append(UInt8(ascii: ",")) }
            guard case .scalar(let name, _) = key.kind else {
                self.note(key, "found \(key.shown) as a key; JSON has only texts as keys")
                continue
            }
            if !names.insert(name).inserted { self.note(key, "a mapping has the key '\(FileNode.short(name))' twice") }
            self.write(string: name)
            self.bytes.append(UInt8(ascii: ":"))
            self.path.append(FileNode.short(name))
            self.write(value)
            self.path.removeLast()
        }
        self.bytes.append(UInt8(ascii: "}"))
    }

    private mutating func write(plain text: String, _ node: FileNode) {
        switch PlainScalar(text) {
        case .null: self.bytes.append(contentsOf: "null".utf8)
        case .bool(let value): self.bytes.append(contentsOf: (value ? "true" : "false").utf8)
        case .number(let digits): self.bytes.append(contentsOf: digits)
        case .text: self.write(string: text)
        case .notFinite: self.note(node, "JSON has no number for .inf and .nan; write a number, or quotes for a text")
        case .tooLong:
            self.note(node, "the number has more than \(PlainScalar.maximumDigits) digits; put it in quotes for a text")
        }
    }

    private mutating func write(string text: String) {
        self.bytes.append(UInt8(ascii: "\""))
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"):
                self.bytes.append(UInt8(ascii: "\\"))
                self.bytes.append(byte)
            case 0x08: self.bytes.append(contentsOf: "\\b".utf8)
            case 0x09: self.bytes.append(contentsOf: "\\t".utf8)
            case 0x0A: self.bytes.append(contentsOf: "\\n".utf8)
            case 0x0C: self.bytes.append(contentsOf: "\\f".utf8)
            case 0x0D: self.bytes.append(contentsOf: "\\r".utf8)
            case 0..<0x20:
                self.bytes.append(contentsOf: "\\u00".utf8)
                self.bytes.append(contentsOf: byte < 0x10 ? "0".utf8 : "1".utf8)
                self.bytes.append(contentsOf: String(byte & 15, radix: 16).utf8)
            default: self.bytes.append(byte)
            }
        }
        self.bytes.append(UInt8(ascii: "\""))
    }

    private mutating func note(_ node: FileNode, _ message: String) {
        var path = ""
        for part in self.path { path += path.isEmpty || part.hasPrefix("[") ? part : "." + part }
        self.reader.note(node, path, message)
    }
}
