/// The prompts of one folder, as they are found.
struct PromptFolder {
    /// The path from the top of the repository; empty at the top.
    let path: FilePath
    private(set) var prompts = 0
    /// The path of the largest prompt, from the top of the repository.
    private(set) var largest: FilePath
    /// The tokens of the largest.
    private(set) var tokens = -1

    init(_ path: FilePath) {
        self.path = path
        self.largest = path
    }

    /// Adds a prompt; of two that are as large as each other the first one stays.
    mutating func add(_ prompt: FilePath, tokens: Int) {
        self.prompts += 1
        guard tokens > self.tokens else { return }
        self.largest = prompt
        self.tokens = tokens
    }

    /// A pattern of the files in the folder; nil for one that is longer than a configuration may have.
    ///
    /// A byte that is no UTF-8 can't be in the file; `?` stands for it, and for any other.
    var pattern: String? {
        var pattern = "/"
        var bytes = self.path.bytes.makeIterator()
        var parser = UTF8.ForwardParser()
        reading: while true {
            switch parser.parseScalar(from: &bytes) {
            case .valid(let encoded):
                let scalar = UTF8.decode(encoded)
                if "*?[\\".unicodeScalars.contains(scalar) { pattern += "\\" }
                pattern.unicodeScalars.append(scalar)
            case .error(let length): pattern += String(repeating: "?", count: length)
            case .emptyInput: break reading
            }
        }
        if !self.path.bytes.isEmpty { pattern += "/" }
        pattern += "*"
        return pattern.utf8.count <= 1_024 ? pattern : nil
    }

    /// A limit with some room above the largest, of two digits and zeros.
    var limit: Int { Self.limit(above: self.tokens) }

    static func limit(above tokens: Int) -> Int {
        let wanted = tokens + max(10, tokens / 20)
        var unit = 1
        while wanted / unit >= 100 { unit *= 10 }
        return (wanted + unit - 1) / unit * unit
    }
}
