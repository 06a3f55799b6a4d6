/// Bytes that are written one behind the other, with one question for room before each piece instead of each byte.
///
/// An array asks at each byte whether it is alone and long enough, which costs more than writing it.
@safe
struct ByteBuffer: ~Copyable {
    private var memory: UnsafeMutableBufferPointer<UInt8>
    /// How many bytes have been written.
    private(set) var count = 0

    /// Creates an empty buffer.
    init(capacity: Int = 2_048) {
        unsafe self.memory = .allocate(capacity: max(capacity, 64))
    }

    deinit {
        unsafe self.memory.deallocate()
    }

    /// Appends one byte.
    @inline(__always)
    mutating func append(_ byte: UInt8) {
        self.reserve(1)
        // Safe: there is room for it, as for all that is written behind `reserve` here.
        unsafe self.memory[self.count] = byte
        self.count &+= 1
    }

    /// Appends bytes that stand somewhere else.
    @inline(__always)
    mutating func append(_ bytes: UnsafeBufferPointer<UInt8>) {
        unsafe self.fill(bytes.count) { target in _ = unsafe target.update(fromContentsOf: bytes) }
    }

    /// Has `body` write exactly `count` bytes.
    @inline(__always)
    mutating func fill(_ count: Int, _ body: (UnsafeMutableBufferPointer<UInt8>) -> Void) {
        unsafe self.write(
            count,
            keeping: { target in
                unsafe body(target)
                return count
            }
        )
    }

    /// Has `body` write into room for `limit` bytes, and keeps as many of them as it says.
    @inline(__always)
    mutating func write(_ limit: Int, keeping body: (UnsafeMutableBufferPointer<UInt8>) -> Int) {
        self.reserve(limit)
        let kept = unsafe body(UnsafeMutableBufferPointer(rebasing: self.memory[self.count..<self.count &+ limit]))
        precondition(0...limit ~= kept)
        self.count &+= kept
    }

    /// Takes away the bytes at the end that are `byte`.
    mutating func trim(_ byte: UInt8) {
        while self.count > 0, unsafe self.memory[self.count - 1] == byte { self.count -= 1 }
    }

    /// Calls `body` with what has been written.
    borrowing func withBytes<Result>(_ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result {
        unsafe body(UnsafeBufferPointer(rebasing: self.memory[..<self.count]))
    }

    /// Makes room for so many further bytes.
    @inline(__always)
    private mutating func reserve(_ count: Int) {
        if unsafe self.memory.count &- self.count < count { self.grow(by: count) }
    }

    @inline(never)
    private mutating func grow(by count: Int) {
        let larger = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: max(self.count + count, 2 * self.count))
        _ = unsafe self.withBytes { unsafe larger.update(fromContentsOf: $0) }
        unsafe self.memory.deallocate()
        unsafe self.memory = larger
    }
}
