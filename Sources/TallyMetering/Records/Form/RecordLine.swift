/// A line of JSON and where the values in it stand, found in one pass; a value is looked at when it is asked for.
///
/// So what nobody asks for is passed over, at any depth and without memory, whatever it is.
final class RecordLine {
    /// Why a value can not be read.
    enum Fault: Error, Equatable {
        /// It is no JSON, or a number that does not fit.
        case malformed
        /// It has another type.
        case type
        /// It has the right type, and is nothing that the field can be.
        case value
        /// A member of it, whose name or position is told, has another type.
        case memberType(String)
        /// A member of it has a name that does not exist.
        case memberName
    }

    enum Kind: UInt8 {
        case null, no, yes, number, text, array, object
    }

    /// A value, or the name of a member in an object whose names are data.
    struct Node {
        var kind: Kind
        /// Whether a text is written as it is, without escapes.
        var isPlain = false
        /// Whether a name in an object is no text at all.
        var hasBadName = false
        /// The position of the field's key; none for other names and for elements.
        var key: UInt8 = Node.noKey
        /// Where the value begins and ends in the line, without its quotes.
        var start: UInt32
        var end: UInt32
        /// The node behind this one and all that is in it.
        var next: UInt32 = 0

        static let noKey: UInt8 = 255
    }

    /// How many zeros are behind the bytes of the line, so that eight bytes can be read at any of them.
    static let padding = 64

    let bytes: [UInt8]
    let nodes: [Node]
    /// For each key, its node in the outermost object, or 0.
    let fields: [UInt32]

    /// Finds the values of a line.
    ///
    /// - Complexity: O(*n*) in the bytes of the line.
    init(_ line: Span<UInt8>) throws(Fault) {
        let bytes = unsafe line.withUnsafeBufferPointer { line in
            unsafe [UInt8](unsafeUninitializedCapacity: line.count + Self.padding) { target, count in
                _ = unsafe target.update(fromContentsOf: line)
                for offset in 0..<Self.padding { unsafe target[line.count + offset] = 0 }
                count = line.count + Self.padding
            }
        }
        var scanner = RecordScanner(end: line.count)
        let result: Result<Void, Fault> = unsafe bytes.withUnsafeBytes { bytes in
            do throws(Fault) {
                unsafe try scanner.scan(bytes)
                return .success(())
            } catch {
                return .failure(error)
            }
        }
        try result.get()
        var fields = [UInt32](repeating: 0, count: RecordKey.allCases.count)
        for node in Self.children(of: 0, scanner.nodes) {
            let key = Int(scanner.nodes[node].key)
            // Of two fields of one name the first counts.
            if key < fields.count, fields[key] == 0 { fields[key] = UInt32(node) }
        }
        self.bytes = bytes
        self.nodes = scanner.nodes
        self.fields = fields
    }

    /// The values in an array or object.
    func children(of node: Int) -> Children {
        Self.children(of: node, self.nodes)
    }

    private static func children(of node: Int, _ nodes: [Node]) -> Children {
        switch nodes[node].kind {
        case .array, .object: Children(nodes: nodes, position: node + 1, end: Int(nodes[node].next))
        default: Children(nodes: nodes, position: 0, end: 0)
        }
    }

    struct Children: Sequence, IteratorProtocol {
        fileprivate let nodes: [Node]
        fileprivate var position: Int
        fileprivate let end: Int

        mutating func next() -> Int? {
            guard self.position < self.end else { return nil }
            defer { self.position = Int(self.nodes[self.position].next) }
            return self.position
        }
    }

    /// The value of a node.
    func value(_ node: Int) -> Value {
        Value(line: self, node: node)
    }
}
