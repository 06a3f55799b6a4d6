/// An entry of ``TextCache``.
struct CachedText: BitwiseCopyable {
    /// Zero for an empty slot.
    var hash: UInt64
    var offset: UInt32
    var length: UInt16
    var number: UInt16
    var value: UInt64
}

/// The numbers of tokens of longer pieces, and the tokens if wanted, in bounded memory.
///
/// The texts themselves are kept beside the table, which starts small and grows; when there is no more room, everything
/// is forgotten.
@safe
struct TextCache: ~Copyable {
    private let slotBits: ClosedRange<UInt64>
    private var shift: UInt64
    private var entries: ZeroedMemory<CachedText>
    private let bytes: ZeroedMemory<UInt8>
    private var byteCount = 0
    private var count = 0

    /// Makes room for pieces of together `byteCount` bytes, at most half of 2 to the power of `slotBits` of them.
    init(slotBits: ClosedRange<UInt64>, byteCount: Int) {
        self.slotBits = slotBits
        self.shift = 64 - slotBits.lowerBound
        self.entries = ZeroedMemory(count: 1 << Int(slotBits.lowerBound))
        self.bytes = ZeroedMemory(count: byteCount)
    }

    /// Returns what is kept of the `length` bytes at `piece`, or nil.
    ///
    /// - Precondition: `length` is at least 8, and the bytes may be read.
    @unsafe
    func find(_ piece: UnsafePointer<UInt8>, _ length: Int) -> (number: Int, value: UInt64)? {
        let hash = unsafe PieceHash.hash(piece, length) | 1
        var slot = Int(truncatingIfNeeded: hash &>> self.shift)
        // At most half of the slots are taken, so this ends.
        while true {
            let entry = unsafe self.entries.start[slot]
            if entry.hash == 0 { return nil }
            if entry.hash == hash, Int(entry.length) == length,
                unsafe PieceHash.isEqual(self.bytes.start + Int(entry.offset), piece, length)
            {
                return (Int(entry.number), entry.value)
            }
            slot = (slot &+ 1) & (self.entries.count &- 1)
        }
    }

    /// Keeps that the `length` bytes at `piece` have `number` tokens, and `value`.
    ///
    /// - Precondition: `length` and `number` are below 65,536, and the bytes may be read.
    @unsafe
    mutating func insert(_ piece: UnsafePointer<UInt8>, _ length: Int, number: Int, value: UInt64) {
        if unsafe self.find(piece, length) != nil { return }
        if self.count >= self.entries.count / 2, 64 - self.shift < self.slotBits.upperBound { self.grow() }
        if self.byteCount + length > self.bytes.count || self.count >= self.entries.count / 2 { self.clear() }
        unsafe (self.bytes.start + self.byteCount).update(from: piece, count: length)
        self.insert(
            CachedText(
                hash: unsafe PieceHash.hash(piece, length) | 1,
                offset: UInt32(self.byteCount),
                length: UInt16(length),
                number: UInt16(number),
                value: value
            )
        )
        self.byteCount += length
    }

    /// Puts an entry into the first free slot for it.
    private mutating func insert(_ entry: CachedText) {
        var slot = Int(truncatingIfNeeded: entry.hash &>> self.shift)
        while unsafe self.entries.start[slot].hash != 0 { slot = (slot &+ 1) & (self.entries.count &- 1) }
        unsafe self.entries.start[slot] = entry
        self.count += 1
    }

    private mutating func grow() {
        self.shift = max(64 - self.slotBits.upperBound, self.shift - 2)
        var entries = ZeroedMemory<CachedText>(count: 1 << Int(64 - self.shift))
        swap(&self.entries, &entries)
        self.count = 0
        for slot in 0..<entries.count {
            let entry = unsafe entries.start[slot]
            if entry.hash != 0 { self.insert(entry) }
        }
    }

    /// Forgets everything.
    mutating func clear() {
        self.entries.clear()
        self.byteCount = 0
        self.count = 0
    }
}
