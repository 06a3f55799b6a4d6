/// Where the values of a document's outermost object are, so that they can be read in the order that is needed.
struct JSONMembers {
    private let positions: [String: Int]

    /// Checks all of `text` and notes where each member's value starts.
    ///
    /// - Complexity: O(*n*).
    init(of text: Span<UInt8>) throws(VocabularyError) {
        var reader = try JSONReader(checking: text)
        try self.init(&reader, text)
        try reader.finish(text)
    }

    /// Reads the object that `reader` is at.
    init(_ reader: inout JSONReader, _ text: Span<UInt8>) throws(VocabularyError) {
        var positions: [String: Int] = [:]
        try reader.enterObject(text)
        while let name = try reader.nextName(text) {
            guard name.range.count <= 256, positions.count < 256 else {
                throw VocabularyError(.malformedFile, "byte \(name.range.lowerBound): not a member of such a file")
            }
            let key = name.string(from: text)
            guard positions.updateValue(reader.position, forKey: key) == nil else {
                throw VocabularyError(.malformedFile, "'\(key)' is given twice")
            }
            try reader.skip(text)
        }
        self.positions = positions
    }

    /// A reader at the value of the member with this name.
    subscript(_ name: String) -> JSONReader? {
        self.positions[name].map { JSONReader(at: $0) }
    }

    /// The member's value; nil if there is none or it is `null`.
    func tree(_ name: String, _ text: Span<UInt8>) throws(VocabularyError) -> JSONTree? {
        guard var reader = self[name] else { return nil }
        let tree = try JSONTree(&reader, text)
        return tree == .null ? nil : tree
    }
}
