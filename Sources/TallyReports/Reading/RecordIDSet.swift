internal import TallyMetering

/// The ids of a day's records, 16 bytes each in a table that is at most three quarters full.
///
/// - Complexity: O(1) an id on average, whatever the ids are.
struct RecordIDSet {
    // A power of two places; the id of zeros, which a place without an id has, is kept apart.
    private var places = [RecordID](repeating: Self.zero, count: 1 << 12)
    private var hasZero = false
    private var count = 0
    // Not known to whoever makes the ids.
    private let key = UInt64.random(in: 0 ... .max)
    private static let zero = RecordID(high: 0, low: 0)

    /// Adds an id; false if it is there already.
    @inline(__always)
    mutating func insert(_ id: RecordID) -> Bool {
        guard id != Self.zero else {
            defer { self.hasZero = true }
            return !self.hasZero
        }
        var place = self.place(of: id)
        while self.places[place] != Self.zero {
            if self.places[place] == id { return false }
            place = (place + 1) & (self.places.count - 1)
        }
        self.places[place] = id
        self.count += 1
        if self.count * 4 > self.places.count * 3 { self.grow() }
        return true
    }

    @inline(__always)
    private func place(of id: RecordID) -> Int {
        let first = (id.low ^ self.key).multipliedFullWidth(by: 0x9E37_79B9_7F4A_7C15 ^ self.key | 1)
        let second = (first.high ^ first.low ^ id.high).multipliedFullWidth(by: 0xD6E8_FEB8_6659_FD93 ^ self.key | 1)
        return Int(truncatingIfNeeded: second.high ^ second.low) & (self.places.count - 1)
    }

    @inline(never)
    private mutating func grow() {
        let ids = self.places
        self.places = [RecordID](repeating: Self.zero, count: ids.count * 2)
        for id in ids where id != Self.zero {
            var place = self.place(of: id)
            while self.places[place] != Self.zero { place = (place + 1) & (self.places.count - 1) }
            self.places[place] = id
        }
    }
}
