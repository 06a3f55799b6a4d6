/// The bytes of a segment while they are put together: room that grows, with 16 readable bytes at least.
@safe
struct ClaudeSegment: ~Copyable {
    private(set) var bytes: UnsafeMutablePointer<UInt8>
    private(set) var count = 0
    private(set) var capacity = 4096

    init() {
        unsafe self.bytes = .allocate(capacity: self.capacity)
        unsafe self.bytes.initialize(repeating: 0, count: self.capacity)
    }

    deinit {
        unsafe self.bytes.deallocate()
    }

    /// Makes room for `count` more bytes.
    @inline(__always)
    mutating func reserve(_ count: Int) {
        if self.count &+ count > self.capacity { self.grow(by: count) }
    }

    private mutating func grow(by count: Int) {
        self.capacity = max(self.capacity * 2, self.count + count)
        let larger = UnsafeMutablePointer<UInt8>.allocate(capacity: self.capacity)
        // Unsafe: both have room for the bytes that are there.
        unsafe larger.initialize(from: self.bytes, count: self.count)
        unsafe (larger + self.count).initialize(repeating: 0, count: self.capacity - self.count)
        unsafe self.bytes.deallocate()
        unsafe self.bytes = larger
    }

    /// Appends a byte, for which there must be room.
    @inline(__always)
    mutating func append(_ byte: UInt8) {
        assert(self.count < self.capacity)
        // Unsafe: the caller has reserved it.
        unsafe self.bytes[self.count] = byte
        self.count &+= 1
    }

    /// Appends a scalar in UTF-8, for which there must be room: four bytes.
    mutating func append(scalar: UInt32) {
        guard let scalar = Unicode.Scalar(scalar) else { return }
        for byte in scalar.utf8 { self.append(byte) }
    }

    /// Appends a part of `text`.
    @inline(__always)
    mutating func append(_ text: Span<UInt8>, _ range: Range<Int>) {
        self.reserve(range.count)
        for position in range {
            // Unsafe: the range is within the text.
            unsafe self.append(text[unchecked: position])
        }
    }

    /// Appends a part of `text`, with `mask` set in each byte.
    @inline(__always)
    mutating func append(_ text: Span<UInt8>, _ range: Range<Int>, or mask: UInt8) {
        // Eight more: a word is copied as a whole, whatever is behind it.
        self.reserve(range.count &+ 8)
        if range.count <= 8, range.lowerBound &+ 8 <= text.count {
            // Unsafe: eight bytes are readable there, and there is room for as many.
            let word = unsafe text.withUnsafeBytes { bytes in
                unsafe bytes.loadUnaligned(fromByteOffset: range.lowerBound, as: UInt64.self)
            }
            let masked = word | 0x0101_0101_0101_0101 &* UInt64(mask)
            unsafe UnsafeMutableRawPointer(self.bytes + self.count).storeBytes(of: masked, as: UInt64.self)
            self.count &+= range.count
            return
        }
        for position in range {
            // Unsafe: the range is within the text.
            unsafe self.append(text[unchecked: position] | mask)
        }
    }

    /// Forgets the bytes.
    @inline(__always)
    mutating func clear() {
        self.count = 0
    }
}
