/// Puts the tokens of the pieces in order.
///
/// Most pieces are one token, which is put down at the piece's index. The others are marked, and writing a batch out
/// copies what is between two marks at once.
@safe
struct EncodeAnswers: PieceAnswers, ~Copyable {
    /// How many tokens of cached pieces of four and more are kept; then all is forgotten.
    private static let arenaCapacity = 1 << 20
    /// How many tokens a batch has at most, giant pieces apart: one a byte of its blocks and of a piece that began before.
    private static let batchCapacity = LookupScratch.capacity + 2 * PieceCache.maxLength

    /// How many elements more than those that count ``copy(_:_:to:)`` reads and writes.
    private static let slack = 8

    /// The token of each piece that is one.
    private let singles: UnsafeMutablePointer<UInt32>
    /// The ``PackedTokens`` of each piece that is more.
    private let values: UnsafeMutablePointer<UInt64>
    /// Bit *i* of word *j*: piece *64 j + i* is more than one token.
    private let marks: UnsafeMutablePointer<UInt64>
    private let arena: ZeroedMemory<UInt32>
    private var arenaCount = 0
    /// The tokens of the batch in order.
    private let output: UnsafeMutablePointer<UInt32>

    static var needsTokens: Bool { true }

    var tokens: UnsafeMutablePointer<UInt32>? { unsafe self.singles }

    init() {
        let capacity = LookupScratch.capacity
        unsafe self.singles = .allocate(capacity: capacity + Self.slack)
        unsafe self.values = .allocate(capacity: capacity)
        unsafe self.marks = .allocate(capacity: capacity / 64 + 1)
        self.arena = ZeroedMemory(count: Self.arenaCapacity + Self.slack)
        unsafe self.output = .allocate(capacity: Self.batchCapacity + Self.slack)
    }

    deinit {
        unsafe self.singles.deallocate()
        unsafe self.values.deallocate()
        unsafe self.marks.deallocate()
        unsafe self.output.deallocate()
    }

    /// Makes ready for a batch of `count` pieces.
    mutating func begin(_ count: Int, _ cache: inout PieceCache) {
        unsafe self.marks.update(repeating: 0, count: count / 64 + 1)
        if Self.arenaCapacity - self.arenaCount < Self.batchCapacity {
            self.arenaCount = 0
            cache.clear()
        }
    }

    @inline(__always)
    mutating func tryToken(_ piece: Int, _ token: UInt32) {
        unsafe self.singles[piece] = token
    }

    @inline(__always)
    mutating func foundTokens(_ count: Int) {}

    @inline(__always)
    mutating func foundToken(_ piece: Int, _ token: UInt32) {
        unsafe self.singles[piece] = token
    }

    @unsafe
    @inline(__always)
    mutating func tryCached(_ piece: Int, number: UInt64, _ value: UnsafePointer<UInt64>) {
        unsafe self.values[piece] = value.pointee
        unsafe self.marks[piece &>> 6] |= PieceKey.isNotZero(number) &<< UInt64(piece & 63)
    }

    @inline(__always)
    mutating func foundCached(_ piece: Int, number: Int, value: UInt64) {
        unsafe self.values[piece] = value
        unsafe self.marks[piece &>> 6] |= 1 &<< UInt64(piece & 63)
    }

    @unsafe
    mutating func merged(_ piece: Int, number: Int, _ tokens: UnsafePointer<UInt32>) -> UInt64 {
        var value: UInt64
        if let packed = unsafe PackedTokens(tokens, count: number) {
            value = packed.rawValue
        } else {
            value = PackedTokens(offset: self.arenaCount, count: number).rawValue
            unsafe (self.arena.start + self.arenaCount).update(from: tokens, count: number)
            self.arenaCount += number
        }
        self.foundCached(piece, number: number, value: value)
        return value
    }

    mutating func foundGiant(
        _ piece: Int,
        _ text: Span<UInt8>,
        _ range: Range<Int>,
        _ vocabulary: Vocabulary,
        _ scratch: inout MergeScratch
    ) {
        self.foundCached(piece, number: 0, value: PackedTokens.none.rawValue)
    }

    /// Passes the tokens of a batch of `count` pieces to `body`, in order, some at a time.
    ///
    /// - Parameter giant: Called between two calls of `body` for a giant piece, to pass on the tokens of that.
    @inline(__always)
    mutating func write(
        _ count: Int,
        giant: (Int) -> Void,
        _ body: (UnsafeBufferPointer<UInt32>) -> Void
    ) {
        let output = unsafe self.output
        var written = 0
        var start = 0
        for word in 0...(count / 64) {
            var marks = unsafe self.marks[word]
            while marks != 0 {
                let piece = word &* 64 &+ marks.trailingZeroBitCount
                marks &= marks &- 1
                unsafe Self.copy(self.singles + start, piece &- start, to: output + written)
                written &+= piece &- start
                start = piece &+ 1
                let packed = unsafe PackedTokens(rawValue: self.values[piece])
                if packed.count > 0 {
                    // What is behind the last one is overwritten by the next ones, or stays unused.
                    unsafe output[written] = packed.token(0)
                    unsafe output[written &+ 1] = packed.token(1)
                    unsafe output[written &+ 2] = packed.token(2)
                    written &+= packed.count
                } else if packed.rawValue == PackedTokens.none.rawValue {
                    unsafe body(UnsafeBufferPointer(start: output, count: written))
                    written = 0
                    giant(piece)
                } else {
                    let (offset, count) = packed.elsewhere
                    unsafe Self.copy(self.arena.start + offset, count, to: output + written)
                    written &+= count
                }
            }
        }
        unsafe Self.copy(self.singles + start, count &- start, to: output + written)
        unsafe body(UnsafeBufferPointer(start: output, count: written &+ count &- start))
    }

    /// Copies `count` tokens, and up to ``slack`` of what is behind them: most stretches are shorter than a call is long.
    @unsafe
    @inline(__always)
    private static func copy(_ source: UnsafePointer<UInt32>, _ count: Int, to target: UnsafeMutablePointer<UInt32>) {
        var index = 0
        repeat {
            let vector = unsafe UnsafeRawPointer(source + index).loadUnaligned(as: SIMD8<UInt32>.self)
            unsafe UnsafeMutableRawPointer(target + index).storeBytes(of: vector, as: SIMD8<UInt32>.self)
            index &+= 8
        } while index < count
    }
}
