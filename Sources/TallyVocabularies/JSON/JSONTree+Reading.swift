extension JSONTree {
    /// Reads a JSON text (RFC 8259), strictly: UTF-8, nothing behind the value, no name twice in one object.
    ///
    /// - Complexity: O(*n*).
    /// - Throws: ``VocabularyError/Code/malformedFile``, with a position and no text.
    public init(json: [UInt8]) throws(VocabularyError) {
        let result = unsafe json.withUnsafeBufferPointer { buffer in
            Result { () throws(VocabularyError) in try unsafe JSONTree(json: buffer.span) }
        }
        self = try result.get()
    }

    /// Reads a JSON text.
    ///
    /// - Complexity: O(*n*).
    package init(json text: Span<UInt8>) throws(VocabularyError) {
        var reader = try JSONReader(checking: text)
        self = try Self.value(&reader, text)
        try reader.finish(text)
    }

    /// The most bytes that a value may have that is read as a part of a file.
    private static let sizeLimit = 1 << 24

    /// Reads the next value of `reader`.
    ///
    /// - Complexity: O(*n*) in the value's length.
    init(_ reader: inout JSONReader, _ text: Span<UInt8>) throws(VocabularyError) {
        var ahead = reader
        try ahead.skip(text)
        guard ahead.position - reader.position <= Self.sizeLimit else {
            throw VocabularyError(.malformedFile, "byte \(reader.position + 1): a description of more than 16 MB")
        }
        self = try Self.value(&reader, text)
    }

    // The reader limits the depth, and with it this recursion.
    private static func value(_ reader: inout JSONReader, _ text: Span<UInt8>) throws(VocabularyError) -> JSONTree {
        switch try reader.kind(text) {
        case .null:
            _ = try reader.skipNull(text)
            return .null
        case .bool: return .bool(try reader.bool(text))
        case .string: return .string(try reader.string(text).string(from: text))
        case .number:
            let start = reader.position
            try reader.skip(text)
            let digits = (start..<reader.position).map { text[$0] }
            return .number(String(decoding: digits, as: UTF8.self))
        case .array:
            var elements: [JSONTree] = []
            try reader.enterArray(text)
            while try reader.nextElement(text) { elements.append(try Self.value(&reader, text)) }
            return .array(elements)
        case .object: return .object(try Self.members(&reader, text))
        }
    }

    private static func members(_ reader: inout JSONReader, _ text: Span<UInt8>) throws(VocabularyError) -> [Member] {
        var members: [Member] = []
        var names: Set<String> = []
        try reader.enterObject(text)
        while let name = try reader.nextName(text) {
            let position = reader.position
            let member = Member(name.string(from: text), try Self.value(&reader, text))
            guard names.insert(member.name).inserted else {
                throw VocabularyError(.malformedFile, "byte \(position): a name is given twice in one object")
            }
            members.append(member)
        }
        return members
    }
}
