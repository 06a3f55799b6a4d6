/// What short segments cost, so that a word that comes again is not tiled again.
///
/// Of fixed size: a new segment takes the place of the one that had its slot.
@safe
struct ClaudeMemo: ~Copyable {
    /// The most bytes of a segment that is kept.
    static let limit = 15
    fileprivate static let slotBits: UInt64 = 14
    /// In the upper word of a key, above the bytes: the segment's length, and below it what it costs.
    fileprivate static let lengthShift: UInt64 = 60
    private static let costShift: UInt64 = 56

    /// Two words a slot: up to 15 bytes, length and cost; zero if nothing is kept.
    private let slots: UnsafeMutablePointer<(UInt64, UInt64)>

    init() {
        unsafe self.slots = .allocate(capacity: 1 << Int(Self.slotBits))
        unsafe self.slots.initialize(repeating: (0, 0), count: 1 << Int(Self.slotBits))
    }

    deinit {
        unsafe self.slots.deallocate()
    }

    /// A short segment in two words.
    struct Key {
        fileprivate let low: UInt64
        fileprivate let high: UInt64

        /// - Precondition: 16 bytes are readable, of which `count`, 1 to 15, are the segment.
        @unsafe
        @inline(__always)
        init(_ segment: UnsafePointer<UInt8>, _ count: Int) {
            // Unsafe: 16 bytes are readable.
            let memory = unsafe UnsafeRawPointer(segment)
            let low = unsafe UInt64(littleEndian: memory.loadUnaligned(as: UInt64.self))
            let high = unsafe UInt64(littleEndian: memory.loadUnaligned(fromByteOffset: 8, as: UInt64.self))
            let bits = UInt64(truncatingIfNeeded: count &* 8)
            self.low = bits < 64 ? low & (1 &<< bits &- 1) : low
            let upper = bits > 64 ? high & (1 &<< (bits &- 64) &- 1) : 0
            self.high = upper | UInt64(truncatingIfNeeded: count) &<< ClaudeMemo.lengthShift
        }

        @inline(__always)
        fileprivate var slot: Int {
            let mixed = (self.low ^ (self.high &* 0x9E37_79B9_7F4A_7C15)) &* 0xA076_1D64_78BD_642F
            return Int(truncatingIfNeeded: mixed &>> (64 &- ClaudeMemo.slotBits))
        }
    }

    /// Returns what the segment costs, if that is kept.
    @inline(__always)
    func cost(_ key: Key) -> Int? {
        // Unsafe: a slot's number has as many bits as there are slots.
        let kept = unsafe self.slots[key.slot]
        // No length is zero, so an empty slot agrees with no key.
        let difference = kept.1 ^ key.high
        guard kept.0 == key.low, difference & ~(15 &<< Self.costShift) == 0 else { return nil }
        return Int(truncatingIfNeeded: difference &>> Self.costShift)
    }

    /// Keeps what a segment costs.
    @inline(__always)
    func keep(_ key: Key, _ cost: Int) {
        // No segment costs more than its bytes, so four bits hold it. Unsafe: as above.
        let high = key.high | UInt64(truncatingIfNeeded: cost) &<< Self.costShift
        unsafe self.slots[key.slot] = (key.low, high)
    }
}
