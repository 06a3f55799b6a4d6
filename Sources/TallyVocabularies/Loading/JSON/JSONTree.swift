/// A small JSON value in memory, for the parts of a file that are described rather than listed.
package indirect enum JSONTree: Equatable {
    case null
    case bool(Bool)
    /// A number by its digits.
    case number(String)
    case string(String)
    case array([JSONTree])
    case object([String: JSONTree])

    /// The most bytes that a value may have that is read this way.
    static let sizeLimit = 1 << 24

    /// Reads the next value of `reader`; a name that occurs twice in one object is an error.
    ///
    /// - Complexity: O(*n*) in the value's length.
    package init(_ reader: inout JSONReader, _ text: Span<UInt8>) throws(VocabularyError) {
        var ahead = reader
        try ahead.skip(text)
        guard ahead.position - reader.position <= Self.sizeLimit else {
            throw VocabularyError(.malformedFile, "byte \(reader.position + 1): a description of more than 16 MB")
        }
        self = try Self.value(&reader, text)
    }

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
            return .number((start..<reader.position).map { String(Unicode.Scalar(text[$0])) }.joined())
        case .array:
            var elements: [JSONTree] = []
            try reader.enterArray(text)
            while try reader.nextElement(text) { elements.append(try Self.value(&reader, text)) }
            return .array(elements)
        case .object:
            var members: [String: JSONTree] = [:]
            try reader.enterObject(text)
            while let name = try reader.nextName(text) {
                let position = reader.position
                let value = try Self.value(&reader, text)
                guard members.updateValue(value, forKey: name.string(from: text)) == nil else {
                    throw VocabularyError(.malformedFile, "byte \(position): a name is given twice in one object")
                }
            }
            return .object(members)
        }
    }
}

extension JSONTree {
    /// The member of this name; nil if there is none, if it is `null` or if this is no object.
    package subscript(_ name: String) -> JSONTree? {
        guard case .object(let members) = self, let value = members[name], value != .null else { return nil }
        return value
    }

    /// The text, if this is a string.
    package var string: String? {
        if case .string(let text) = self { text } else { nil }
    }

    /// The elements, if this is an array.
    package var array: [JSONTree]? {
        if case .array(let elements) = self { elements } else { nil }
    }

    /// The truth value, if this is one.
    package var bool: Bool? {
        if case .bool(let value) = self { value } else { nil }
    }

    /// The whole number, if this is one that fits.
    package var integer: Int? {
        if case .number(let digits) = self { Int(digits) } else { nil }
    }

    /// The member's truth value, `otherwise` if there is none.
    package func flag(_ name: String, otherwise: Bool = false) throws(VocabularyError) -> Bool {
        guard let value = self[name] else { return otherwise }
        guard let flag = value.bool else {
            throw VocabularyError(.malformedFile, "'\(name)' must be true or false")
        }
        return flag
    }
}
