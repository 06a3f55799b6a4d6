internal import TallyMetering

/// What a group of calls has in common: texts, and the stretch of time they began in; without memory of its own.
struct GroupKey: Hashable, Sendable {
    /// The most dimensions of a group.
    static let mostDimensions = 8

    private var numbers = SIMD8<UInt32>(repeating: 0)
    /// When the stretch of time begins, in milliseconds since 1970; 0 without one.
    private(set) var start: Int64 = 0

    init() {}

    /// The key of a call whose first values are the dimensions.
    @inline(__always)
    init(_ row: borrowing UsageRow, dimensions: Int, bucket: TimeBucket?) {
        for index in 0..<min(dimensions, Self.mostDimensions) { self.numbers[index] = row.values[index].number }
        if let bucket { self.start = bucket.start(of: row.time).millisecondsSince1970 }
    }

    /// The text of a dimension.
    func symbol(_ index: Int) -> Symbol { Symbol(number: self.numbers[index]) }

    /// The key of the same group at all times.
    var withoutTime: GroupKey {
        var key = self
        key.start = 0
        return key
    }

    /// Whether one of the first texts is absent.
    func hasGap(_ dimensions: Int) -> Bool {
        (0..<dimensions).contains { self.numbers[$0] == 0 }
    }
}
