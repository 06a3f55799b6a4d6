package import CTallyKernels

#if canImport(Darwin)
private import Darwin
#elseif canImport(Musl)
private import Musl
#elseif canImport(Bionic)
private import Bionic
#elseif canImport(Glibc)
private import Glibc
#endif

/// The block kernels of one instruction set; `CTallyKernels.h` describes what they do.
///
/// All sets give the same results; they differ in speed alone.
@safe
package struct Kernels: Sendable {
    /// The name of the instruction set, as the environment variable `TALLY_KERNELS` spells it.
    package let name: String

    // Safe: points to a constant of the image, which nothing ever writes.
    private nonisolated(unsafe) let table: UnsafePointer<tally_kernels>

    private init(_ table: UnsafePointer<tally_kernels>) {
        // Unsafe: reads the constant, whose name is a constant, too.
        unsafe self.name = String(cString: table.pointee.name)
        unsafe self.table = table
    }

    /// The kernels that this processor runs, fastest first; the last is always `scalar`.
    package static let supported: [Kernels] = {
        var count = 0
        // Unsafe: the C function returns an array of so many, which lives as long as the process.
        let all = unsafe tally_kernels_supported(&count)
        return (0..<count).map { unsafe Kernels(all[$0]) }
    }()

    /// The kernels to use: the fastest, unless `TALLY_KERNELS` in the environment names others that are supported.
    ///
    /// The variable is for measuring and for narrowing a fault down. It is read once.
    package static let best: Kernels = Self.supported.first { $0.name == Self.request } ?? Self.supported[0]

    /// What `TALLY_KERNELS` asks for, if this processor or this build has no such kernels; ``best`` is then the fastest.
    package static let unsupportedRequest: String? =
        Self.supported.contains { $0.name == Self.request } ? nil : Self.request

    /// The value of `TALLY_KERNELS`, unless there is none or it is empty.
    private static let request: String? = {
        // Unsafe: the string is copied at once; like every reader of the environment, this relies on nobody changing it
        // at the same time.
        guard let value = unsafe getenv("TALLY_KERNELS"), unsafe value.pointee != 0 else { return nil }
        return unsafe String(cString: value)
    }()
}

extension Kernels {
    /// Classifies `count` blocks of valid UTF-8 at `text` into `blocks`.
    ///
    /// - Precondition: `count * 64` bytes are readable, and of a character that the last of them cuts the rest; `blocks`
    ///   has room for `count`.
    @unsafe
    @inline(__always)
    package func classify(_ text: UnsafePointer<UInt8>, count: Int, into blocks: UnsafeMutablePointer<tally_block>) {
        unsafe self.table.pointee.classify(text, count, blocks)
    }

    /// Writes positions and keys of the pieces that start in `count` blocks, and returns how many there are.
    ///
    /// - Precondition: `(count + 1) * 64` bytes of `text` are readable; each output has room for the number of pieces and
    ///   `TALLY_EMIT_SLACK` more.
    @unsafe
    @inline(__always)
    package func emit(
        _ text: UnsafePointer<UInt8>,
        pieces: UnsafePointer<UInt64>,
        blocks: UnsafePointer<tally_block>,
        count: Int,
        base: UInt32,
        positions: UnsafeMutablePointer<UInt32>,
        keys: UnsafeMutablePointer<UInt64>
    ) -> Int {
        unsafe self.table.pointee.emit(text, pieces, blocks, count, base, positions, keys)
    }

    /// Looks `count` short keys up in the table of frequent tokens; `tokens` is nil if their ids are not wanted.
    ///
    /// - Precondition: `table` and `ids` have `1 << TALLY_FREQUENT_BITS` elements; each output has room for `count` and
    ///   eight more.
    @unsafe
    @inline(__always)
    package func probe(
        _ keys: UnsafePointer<UInt64>,
        count: Int,
        _ table: UnsafePointer<UInt64>,
        _ ids: UnsafePointer<UInt32>,
        tokens: UnsafeMutablePointer<UInt32>?,
        shortMisses: UnsafeMutablePointer<UInt32>,
        longMisses: UnsafeMutablePointer<UInt32>
    ) -> (shortMisses: Int, longMisses: Int) {
        var longCount = 0
        let shortCount = unsafe self.table.pointee.probe(
            keys,
            count,
            table,
            ids,
            tokens,
            shortMisses,
            longMisses,
            &longCount
        )
        return (shortCount, longCount)
    }

    /// Whether ``merge(_:_:count:_:counts:starts:tokens:)`` does anything.
    @inline(__always)
    package var mergesPieces: Bool { unsafe self.table.pointee.merge != nil }

    /// Merges each of `pieces`, as ``BatchMerge`` says; false, and nothing is done, if these kernels can't.
    ///
    /// - Precondition: Each piece has 1 to `TALLY_MERGE_LIMIT` bytes; each output that isn't nil has room for the results.
    @unsafe
    @inline(__always)
    package func merge(
        _ text: UnsafePointer<UInt8>,
        _ pieces: UnsafePointer<tally_merge_piece>,
        count: Int,
        _ table: tally_pair_table,
        counts: UnsafeMutablePointer<UInt8>?,
        starts: UnsafeMutablePointer<UInt64>?,
        tokens: UnsafeMutablePointer<UInt32>?
    ) -> Bool {
        guard let merge = unsafe self.table.pointee.merge else { return false }
        unsafe withUnsafePointer(to: table) { unsafe merge(text, pieces, count, $0, counts, starts, tokens) }
        return true
    }

    /// Returns the offset of the first byte that belongs to no well-formed UTF-8 sequence, or nil if all do.
    ///
    /// - Complexity: O(*n*).
    package func offsetOfInvalidUTF8(in text: Span<UInt8>) -> Int? {
        // Unsafe: the function reads so many bytes and no more.
        let offset = unsafe text.withUnsafeBufferPointer {
            unsafe self.table.pointee.valid_utf8($0.baseAddress, $0.count)
        }
        return offset == text.count ? nil : offset
    }
}

extension Kernels: CustomStringConvertible {
    package var description: String { self.name }
}
