extension RecordKey {
    /// The key's place in the order of declaration.
    var position: Int {
        // A case without a payload is stored as its number; a test compares with `allCases`.
        Int(unsafe unsafeBitCast(self, to: UInt8.self))
    }
}

/// What stands before the value of each field: `,"name":`, ready to be copied.
struct RecordKeyBytes: Sendable {
    static let all = RecordKeyBytes()

    /// Each key takes so many bytes, so that all are copied by the same few instructions; a test shows that it is enough.
    static let width = 32

    private let bytes: [UInt8]
    private let lengths: [UInt8]

    private init() {
        let keys = RecordKey.allCases.map { Array(",\"\($0.rawValue)\":".utf8.prefix(Self.width)) }
        self.lengths = keys.map { UInt8($0.count) }
        // One more, since the first key of an object is copied from behind its comma.
        self.bytes = keys.flatMap { $0 + [UInt8](repeating: 0, count: Self.width - $0.count) } + [0]
    }

    /// Appends the name of a field with its colon, and a comma before it unless it is the first of its object.
    @inline(__always)
    func append(_ key: RecordKey, isFirst: Bool, to buffer: inout ByteBuffer) {
        let comma = isFirst ? 1 : 0
        let start = key.position * Self.width + comma
        let count = Int(self.lengths[key.position]) - comma
        unsafe self.bytes.withUnsafeBytes { bytes in
            let bytes = unsafe UnsafeRawBufferPointer(rebasing: bytes[start..<start + Self.width])
            unsafe buffer.write(
                Self.width,
                keeping: { target in
                    let target = UnsafeMutableRawBufferPointer(target)
                    for offset in stride(from: 0, to: Self.width, by: 8) {
                        let word = unsafe bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
                        unsafe target.storeBytes(of: word, toByteOffset: offset, as: UInt64.self)
                    }
                    return count
                }
            )
        }
    }
}
