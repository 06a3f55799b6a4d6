/// Finds where the values of a line stand, and checks the structure between them.
///
/// What a text or a number says is not checked here. A comma behind the last value is passed over.
struct RecordScanner {
    typealias Node = RecordLine.Node
    typealias Fault = RecordLine.Fault

    /// The most containers that may be open at once.
    static let depthLimit = 512
    /// No field stands deeper than this: what does is passed over.
    private static let fieldDepth = 8
    private static let keys = NameIndex(RecordKey.allCases.map(\.rawValue))

    private(set) var nodes: [Node] = []
    private var position = 0
    private let end: Int
    private let keys = Self.keys

    init(end: Int) {
        self.end = end
        self.nodes.reserveCapacity(64)
    }

    /// Reads the only value of `bytes`, behind which nothing but blanks may stand up to the end.
    ///
    /// - Precondition: Behind the end there are ``RecordLine/padding`` zeros.
    mutating func scan(_ bytes: UnsafeRawBufferPointer) throws(Fault) {
        precondition(bytes.count >= self.end + RecordLine.padding)
        // A byte order mark is passed over.
        if unsafe self.end >= 3 && bytes[0] == 0xEF && bytes[1] == 0xBB && bytes[2] == 0xBF { self.position = 3 }
        unsafe try self.scanValue(bytes, key: Node.noKey, depth: 0)
        guard unsafe self.next(bytes) == 0, self.position >= self.end else { throw .malformed }
    }

    // MARK: - Values

    /// Returns the next byte that is no blank, without passing it; 0 at the end, and for a byte that is 0.
    @inline(__always)
    private mutating func next(_ bytes: UnsafeRawBufferPointer) -> UInt8 {
        while true {
            // Safe: zeros stand behind the end, and they end every loop.
            let byte = unsafe bytes[self.position]
            guard byte <= 0x20, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 else { return byte }
            self.position &+= 1
        }
    }

    private mutating func scanValue(_ bytes: UnsafeRawBufferPointer, key: UInt8, depth: Int) throws(Fault) {
        let first = unsafe self.next(bytes)
        switch first {
        case UInt8(ascii: "\""):
            let text = unsafe try self.scanText(bytes)
            self.append(.text, key, text.range, isPlain: text.isPlain)
        case UInt8(ascii: "{") where depth < Self.fieldDepth: unsafe try self.scanObject(bytes, key: key, depth: depth)
        case UInt8(ascii: "[") where depth < Self.fieldDepth: unsafe try self.scanArray(bytes, key: key, depth: depth)
        case UInt8(ascii: "{"), UInt8(ascii: "["):
            let start = self.position
            unsafe try self.skipContainer(bytes, depth: depth)
            self.append(first == UInt8(ascii: "{") ? .object : .array, key, start..<self.position)
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"):
            self.append(.number, key, unsafe self.scanNumber(bytes))
        default: self.append(unsafe try self.scanWord(bytes), key, self.position..<self.position)
        }
    }

    @inline(__always)
    private mutating func append(_ kind: RecordLine.Kind, _ key: UInt8, _ range: Range<Int>, isPlain: Bool = false) {
        self.nodes.append(
            Node(
                kind: kind,
                isPlain: isPlain,
                key: key,
                start: UInt32(truncatingIfNeeded: range.lowerBound),
                end: UInt32(truncatingIfNeeded: range.upperBound),
                next: UInt32(truncatingIfNeeded: self.nodes.count + 1)
            )
        )
    }

    /// Passes over a text, whose first quote is next.
    @inline(__always)
    private mutating func scanText(_ bytes: UnsafeRawBufferPointer) throws(Fault) -> (range: Range<Int>, isPlain: Bool)
    {
        let start = self.position + 1
        var position = start
        while true {
            // Safe: zeros stand behind the end, and they end the loop.
            let byte = unsafe bytes[position]
            if byte == UInt8(ascii: "\"") {
                self.position = position + 1
                return (start..<position, true)
            }
            guard byte >= 0x20, byte != UInt8(ascii: "\\") else { break }
            position &+= 1
        }
        let end = unsafe try self.skipEscapedText(bytes, from: position)
        return (start..<end, false)
    }

    /// Passes over the rest of a text with escapes or control characters, and returns where it ends.
    private mutating func skipEscapedText(_ bytes: UnsafeRawBufferPointer, from start: Int) throws(Fault) -> Int {
        var position = start
        while position < self.end {
            let byte = unsafe bytes[position]
            position += 1
            switch byte {
            case UInt8(ascii: "\""):
                self.position = position
                return position - 1
            case UInt8(ascii: "\\"):
                guard position < self.end else { throw .malformed }
                let isUnit = unsafe bytes[position] == UInt8(ascii: "u")
                position += 1
                guard isUnit else { continue }
                guard position + 4 <= self.end else { throw .malformed }
                for offset in 0..<4 where unsafe bytes[position + offset] == UInt8(ascii: "\"") { throw .malformed }
                position += 4
            default: break
            }
        }
        throw .malformed
    }

    @inline(__always)
    private mutating func scanNumber(_ bytes: UnsafeRawBufferPointer) -> Range<Int> {
        let start = self.position
        while true {
            switch unsafe bytes[self.position] {
            case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "-"), UInt8(ascii: "+"),
                UInt8(ascii: "e"), UInt8(ascii: "E"):
                self.position &+= 1
            default: return start..<self.position
            }
        }
    }

    private mutating func scanWord(_ bytes: UnsafeRawBufferPointer) throws(Fault) -> RecordLine.Kind {
        let words: (StaticString, RecordLine.Kind)
        switch unsafe bytes[self.position] {
        case UInt8(ascii: "t"): words = ("true", .yes)
        case UInt8(ascii: "f"): words = ("false", .no)
        case UInt8(ascii: "n"): words = ("null", .null)
        default: throw .malformed
        }
        let count = words.0.utf8CodeUnitCount
        guard self.position + count <= self.end else { throw .malformed }
        for offset in 0..<count where unsafe bytes[self.position + offset] != words.0.utf8Start[offset] {
            throw .malformed
        }
        self.position += count
        return words.1
    }

    // MARK: - Containers

    private mutating func scanArray(_ bytes: UnsafeRawBufferPointer, key: UInt8, depth: Int) throws(Fault) {
        let node = self.nodes.count
        self.append(.array, key, self.position..<self.position)
        self.position += 1
        while unsafe self.next(bytes) != UInt8(ascii: "]") {
            unsafe try self.scanValue(bytes, key: Node.noKey, depth: depth + 1)
            guard unsafe try self.passComma(bytes, closing: UInt8(ascii: "]")) else { break }
        }
        self.close(node)
    }

    private mutating func scanObject(_ bytes: UnsafeRawBufferPointer, key: UInt8, depth: Int) throws(Fault) {
        let node = self.nodes.count
        let namesAreData = Self.namesAreData(key)
        self.append(.object, key, self.position..<self.position)
        self.position += 1
        while unsafe self.next(bytes) != UInt8(ascii: "}") {
            guard unsafe bytes[self.position] == UInt8(ascii: "\"") else { throw .malformed }
            let name = unsafe try self.scanText(bytes)
            guard unsafe self.next(bytes) == UInt8(ascii: ":") else { throw .malformed }
            self.position += 1
            if namesAreData {
                self.append(.text, Node.noKey, name.range, isPlain: name.isPlain)
                unsafe try self.scanValue(bytes, key: Node.noKey, depth: Self.fieldDepth)
            } else if let known = unsafe self.key(bytes, name, node) {
                unsafe try self.scanValue(bytes, key: known, depth: depth + 1)
            } else {
                unsafe try self.skipValue(bytes, depth: depth + 1)
            }
            guard unsafe try self.passComma(bytes, closing: UInt8(ascii: "}")) else { break }
        }
        self.close(node)
    }

    /// Passes over a comma; false if the container ends instead.
    @inline(__always)
    private mutating func passComma(_ bytes: UnsafeRawBufferPointer, closing: UInt8) throws(Fault) -> Bool {
        let byte = unsafe self.next(bytes)
        if byte == closing { return false }
        guard byte == UInt8(ascii: ",") else { throw .malformed }
        self.position += 1
        return true
    }

    /// Passes over the bracket that ends the container of a node.
    private mutating func close(_ node: Int) {
        self.position += 1
        self.nodes[node].end = UInt32(truncatingIfNeeded: self.position)
        self.nodes[node].next = UInt32(truncatingIfNeeded: self.nodes.count)
    }

    /// The names in these objects are no fields.
    private static func namesAreData(_ key: UInt8) -> Bool {
        Int(key) == RecordKey.tags.position || Int(key) == RecordKey.usage.position
            || Int(key) == RecordKey.selectors.position
    }

    /// The key of a name; nil for a name that is no field's.
    ///
    /// One that is no text makes its object unreadable.
    @inline(__always)
    private mutating func key(
        _ bytes: UnsafeRawBufferPointer,
        _ name: (range: Range<Int>, isPlain: Bool),
        _ object: Int
    ) -> UInt8? {
        if name.isPlain, let name = unsafe NameIndex.Name(bytes, name.range), let key = self.keys.position(of: name) {
            return UInt8(key)
        }
        return unsafe self.unusualKey(UnsafeRawBufferPointer(rebasing: bytes[name.range]), name.isPlain, object)
    }

    @inline(never)
    private mutating func unusualKey(_ name: UnsafeRawBufferPointer, _ isPlain: Bool, _ object: Int) -> UInt8? {
        guard let text = unsafe RecordText.decode(name, isPlain: isPlain) else {
            self.nodes[object].hasBadName = true
            return nil
        }
        return RecordKey(rawValue: text).map { UInt8($0.position) }
    }

    // MARK: - What nobody asks for

    private mutating func skipValue(_ bytes: UnsafeRawBufferPointer, depth: Int) throws(Fault) {
        switch unsafe self.next(bytes) {
        case UInt8(ascii: "\""): _ = unsafe try self.scanText(bytes)
        case UInt8(ascii: "{"), UInt8(ascii: "["): unsafe try self.skipContainer(bytes, depth: depth)
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): _ = unsafe self.scanNumber(bytes)
        default: _ = unsafe try self.scanWord(bytes)
        }
    }

    /// Passes over an array or object with all that is in it; `depth` others are open around it.
    private mutating func skipContainer(_ bytes: UnsafeRawBufferPointer, depth: Int) throws(Fault) {
        var open: [UInt8] = []
        repeat {
            // A value is next, or the end of the container that has just been opened or had a comma.
            let byte = unsafe self.next(bytes)
            if let closing = open.last, byte == closing {
                self.position += 1
                open.removeLast()
            } else {
                if open.last == UInt8(ascii: "}") {
                    guard byte == UInt8(ascii: "\"") else { throw .malformed }
                    _ = unsafe try self.scanText(bytes)
                    guard unsafe self.next(bytes) == UInt8(ascii: ":") else { throw .malformed }
                    self.position += 1
                }
                let first = unsafe self.next(bytes)
                if first == UInt8(ascii: "{") || first == UInt8(ascii: "[") {
                    guard depth + open.count < Self.depthLimit else { throw .malformed }
                    self.position += 1
                    open.append(first + 2)
                    continue
                }
                unsafe try self.skipValue(bytes, depth: depth)
            }
            while let closing = open.last, unsafe try !self.passComma(bytes, closing: closing) {
                self.position += 1
                open.removeLast()
            }
        } while !open.isEmpty
    }
}
