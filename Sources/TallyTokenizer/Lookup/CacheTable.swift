/// What ``CacheTable`` keeps pieces by: all of the piece in a few words, with a number in the lowest bits of one of them.
protocol CacheKey: BitwiseCopyable {
    /// How many entries a set has, which make up a cache line.
    static var ways: Int { get }
    /// What no number reaches.
    static var numberLimit: UInt64 { get }

    var hash: UInt64 { get }
    /// Whether all bits are zero, as in memory that nothing has been written to; no key of a piece is.
    var isEmpty: Bool { get }
    /// The exclusive or with `entry`: below ``numberLimit``, and the entry's number, exactly if the keys agree.
    func differs(from entry: Self) -> UInt64
    /// The entry for this key and a number, from one on.
    func entry(number: Int) -> Self
    /// The key of an entry.
    var key: Self { get }
}

/// The numbers of tokens of pieces, and the tokens if wanted, in bounded memory.
///
/// A set is a cache line. The table starts small, so that what is in it is near to the core and a short text pays for
/// little, and grows when sets overflow; at its largest, a new piece takes the place of one in its set, in turn.
@safe
struct CacheTable<Key: CacheKey>: ~Copyable {
    private(set) var entries: ZeroedMemory<Key>
    /// What belongs to each entry; empty if nothing is kept.
    private(set) var values: ZeroedMemory<UInt64>
    private(set) var shift: UInt64
    private let setBits: ClosedRange<UInt64>
    private var count = 0
    /// How many pieces have given way since the table has had this size.
    private var evictions = 0
    private var victim = 0

    /// Makes a table of 2 to the power of `setBits` sets.
    init(setBits: ClosedRange<UInt64>, keepsValues: Bool) {
        self.setBits = setBits
        self.shift = 64 - setBits.lowerBound
        self.entries = ZeroedMemory(count: Key.ways << Int(setBits.lowerBound))
        self.values = ZeroedMemory(count: keepsValues ? Key.ways << Int(setBits.lowerBound) : 0)
    }

    /// The first entry of the set that may hold `key`.
    @inline(__always)
    func set(of key: Key) -> Int {
        Int(truncatingIfNeeded: key.hash &>> self.shift) &* Key.ways
    }

    /// Keeps that the piece with this key has `number` tokens, and `value` if values are kept.
    mutating func insert(_ key: Key, number: Int, value: UInt64) {
        if self.evictions > self.count / 64, 64 - self.shift < self.setBits.upperBound { self.grow() }
        let slot = self.slot(for: key)
        unsafe self.entries.start[slot] = key.entry(number: number)
        if self.values.count > 0 { unsafe self.values.start[slot] = value }
    }

    /// The entry of the key if it has one, else a free one, else one that gives way.
    private mutating func slot(for key: Key) -> Int {
        let set = self.set(of: key)
        for slot in set..<set + Key.ways {
            let entry = unsafe self.entries.start[slot]
            if entry.isEmpty {
                self.count += 1
                return slot
            }
            // Again, if the piece has come twice in one batch.
            if key.differs(from: entry) < Key.numberLimit { return slot }
        }
        self.evictions += 1
        self.victim &+= 1
        return set + self.victim & (Key.ways - 1)
    }

    private mutating func grow() {
        // By four: what has been touched in vain before is then a third of the whole, not all of it again.
        self.shift = max(64 - self.setBits.upperBound, self.shift - 2)
        let size = Key.ways << Int(64 - self.shift)
        var entries = ZeroedMemory<Key>(count: size)
        var values = ZeroedMemory<UInt64>(count: self.values.count > 0 ? size : 0)
        swap(&self.entries, &entries)
        swap(&self.values, &values)
        self.count = 0
        self.evictions = 0
        for slot in 0..<entries.count {
            let entry = unsafe entries.start[slot]
            guard !entry.isEmpty else { continue }
            let new = self.slot(for: entry.key)
            unsafe self.entries.start[new] = entry
            if values.count > 0 { unsafe self.values.start[new] = values.start[slot] }
        }
    }

    /// Forgets everything.
    mutating func clear() {
        self.entries.clear()
        self.count = 0
    }
}
