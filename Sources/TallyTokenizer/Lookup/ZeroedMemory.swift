#if canImport(Darwin)
private import Darwin
#elseif canImport(Musl)
private import Musl
#elseif canImport(Bionic)
private import Bionic
#elseif canImport(Glibc)
private import Glibc
#endif

/// Zeros that cost nothing until they are touched, so that a small text does not pay for a large table.
///
/// Starts on a cache line, so that what is as large as a line is on one and not on two. Large memory asks for large pages,
/// where the system has them: touching it for the first time then takes fewer turns.
@safe
struct ZeroedMemory<Element: BitwiseCopyable>: ~Copyable {
    private static var cacheLine: Int { 64 }
    private static var largePage: Int { 2 << 20 }
    /// From here on, in bytes, large pages pay for being zeroed as a whole.
    private static var large: Int { 4 << 20 }

    let start: UnsafeMutablePointer<Element>
    let count: Int
    private let memory: UnsafeMutableRawPointer

    /// Allocates `count` elements; all bits of them are zero.
    init(count: Int) {
        let size = count * MemoryLayout<Element>.stride
        let alignment = size < Self.large ? Self.cacheLine : Self.largePage
        // Unsafe: fresh memory that nobody else knows, with room to move its start by less than `alignment`.
        guard let memory = unsafe calloc(size + alignment, 1) else {
            fatalError("no memory left for \(count) elements of \(MemoryLayout<Element>.stride) bytes")
        }
        unsafe self.memory = memory
        let start = unsafe memory.alignedUp(toMultipleOf: alignment)
        #if os(Linux)
        // A wish: nothing depends on whether it is granted.
        if size >= Self.large { _ = unsafe madvise(start, size, Int32(MADV_HUGEPAGE)) }
        #endif
        unsafe self.start = start.bindMemory(to: Element.self, capacity: count)
        self.count = count
    }

    /// Makes all bits zero again.
    func clear() {
        unsafe UnsafeMutableRawPointer(self.start)
            .initializeMemory(as: UInt8.self, repeating: 0, count: self.count * MemoryLayout<Element>.stride)
    }

    deinit {
        unsafe free(self.memory)
    }
}
