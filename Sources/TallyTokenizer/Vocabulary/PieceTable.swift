/// From a piece of text to the token that is all of it.
///
/// Open addressing with linear probing over 2^k slots of 32 bits: the id in the low bits, as many bits of the hash as
/// are left above it as a fingerprint, all ones for an empty slot. A fingerprint that agrees is followed by a
/// comparison of the bytes, so that an answer is never a guess.
@safe
struct PieceTable {
    static let emptySlot = UInt32.max

    let slots: UnsafePointer<UInt32>
    let slotBits: Int
    let idBits: UInt32
    let offsets: UnsafePointer<UInt32>
    let bytes: UnsafePointer<UInt8>
    let maxLength: Int

    /// The number of bits that hold an id below `idCount` and leave all ones unused.
    static func idBits(idCount: Int) -> UInt32 {
        UInt32(Int.bitWidth - idCount.leadingZeroBitCount)
    }

    /// Returns the id of the token whose bytes are exactly `text[start..<end]`.
    ///
    /// - Precondition: `0 <= start < end <= text.count` (not checked).
    /// - Complexity: O(*n*) in the length of the range.
    @inline(__always)
    func find(_ text: Span<UInt8>, _ start: Int, _ end: Int) -> UInt32? {
        guard end &- start <= self.maxLength else { return nil }
        let hash = PieceHash.hash(text, start, end)
        let mask = 1 &<< self.slotBits &- 1
        let idMask = 1 &<< self.idBits &- 1 as UInt32
        let fingerprint = UInt32(truncatingIfNeeded: hash) & ~idMask
        var slot = Int(truncatingIfNeeded: hash &>> (64 &- UInt64(self.slotBits)))
        // The packer leaves slots empty and the check of foreign tables insists on one, so this ends.
        while true {
            let entry = unsafe self.slots[slot]
            if entry == Self.emptySlot { return nil }
            if entry & ~idMask == fingerprint, self.isEqual(entry & idMask, text, start, end) {
                return entry & idMask
            }
            slot = (slot &+ 1) & mask
        }
    }

    /// Whether the bytes of `id` are `text[start..<end]`.
    @inline(__always)
    private func isEqual(_ id: UInt32, _ text: Span<UInt8>, _ start: Int, _ end: Int) -> Bool {
        let first = unsafe Int(self.offsets[Int(id)])
        let count = end &- start
        guard unsafe Int(self.offsets[Int(id) &+ 1]) &- first == count else { return false }
        let token = unsafe self.bytes + first
        let bytes = unsafe text.bytes
        if count < 8 {
            // Eight bytes of the token may always be read: zeros follow the last one.
            let stored = unsafe UInt64(littleEndian: UnsafeRawPointer(token).loadUnaligned(as: UInt64.self))
            var word: UInt64 = 0
            if count >= 4 {
                let low = unsafe bytes.halfWord(at: start)
                let high = unsafe bytes.halfWord(at: end &- 4)
                word = low | high &<< UInt64((count &- 4) &* 8)
            } else {
                word = unsafe UInt64(text[unchecked: start])
                if count > 1 { word |= unsafe UInt64(text[unchecked: start &+ 1]) &<< 8 }
                if count > 2 { word |= unsafe UInt64(text[unchecked: start &+ 2]) &<< 16 }
            }
            return stored &<< UInt64((8 &- count) &* 8) == word &<< UInt64((8 &- count) &* 8)
        }
        var position = 0
        while position &+ 8 < count {
            let stored = unsafe UInt64(littleEndian: UnsafeRawPointer(token + position).loadUnaligned(as: UInt64.self))
            guard unsafe stored == bytes.word(at: start &+ position) else { return false }
            position &+= 8
        }
        let stored = unsafe UInt64(
            littleEndian: UnsafeRawPointer(token + count - 8).loadUnaligned(as: UInt64.self)
        )
        return unsafe stored == bytes.word(at: end &- 8)
    }
}
