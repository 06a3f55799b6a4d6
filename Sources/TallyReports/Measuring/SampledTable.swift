/// A key whose hash is the same in every run, so that a sample of keys is the same too.
protocol SampledKey: Hashable, Sendable {
    /// Bits that are as good as random.
    var sampleHash: UInt64 { get }
}

/// What a table keeps for a key.
protocol SampledValue: Sendable {
    /// What it takes; 1 for something small.
    var size: Int { get }
    /// Takes what a later part of the ledger has for the same key.
    mutating func merge(_ later: Self)
}

/// A table that never grows beyond a limit: when there are too many keys it keeps every second of them, by their hashes.
///
/// A key that is kept at the end was kept from the beginning, so that its value is whole. Which keys are kept depends on the
/// keys alone: parts that are merged have the same ones as one table for everything.
struct SampledTable<Key: SampledKey, Value: SampledValue>: Sendable {
    /// The keys that are kept, and their values.
    private(set) var values: [Key: Value] = [:]
    /// One of 2 to the power of this many keys is kept.
    private(set) var level = 0
    /// The sum of the values' sizes.
    private var size = 0
    private let limit: Int

    /// Creates a table for values whose sizes together are at most `limit`.
    init(limit: Int) {
        self.limit = limit
    }

    /// Whether keys had to go.
    var isSample: Bool { self.level > 0 }

    /// How many keys each that is kept stands for.
    var keysPerKept: Int { 1 << self.level }

    private func keeps(_ key: Key) -> Bool {
        self.level == 0 || key.sampleHash.trailingZeroBitCount >= self.level
    }

    /// Changes the value of a key, unless the key is not kept.
    mutating func update(_ key: Key, from start: @autoclosure () -> Value, _ change: (inout Value) -> Void) {
        guard self.keeps(key) else { return }
        let growth = Self.growth(of: &self.values[key], from: start(), change)
        self.size += growth
        self.shrink()
    }

    private static func growth(of value: inout Value?, from start: Value, _ change: (inout Value) -> Void) -> Int {
        let before = value?.size ?? 0
        var changed = value.take() ?? start
        change(&changed)
        let growth = changed.size - before
        value = changed
        return growth
    }

    /// Takes the values of a table for a later part of the ledger.
    mutating func merge(_ later: Self) {
        if later.level > self.level {
            self.level = later.level
            self.drop()
        }
        for (key, value) in later.values where self.keeps(key) {
            if self.values[key] == nil {
                self.values[key] = value
                self.size += value.size
            } else {
                self.size += Self.growth(of: &self.values[key], from: value) { $0.merge(value) }
            }
        }
        self.shrink()
    }

    private mutating func shrink() {
        // One value that is too large by itself goes at last, too.
        while self.size > self.limit, self.level < 63 {
            self.level += 1
            self.drop()
        }
    }

    private mutating func drop() {
        self.values = self.values.filter { self.keeps($0.key) }
        self.size = self.values.reduce(0) { $0 + $1.value.size }
    }
}
