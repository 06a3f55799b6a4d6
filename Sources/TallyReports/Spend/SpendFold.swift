internal import TallyMetering
internal import TallyPricing

/// Sums of calls by groups, with the spread of their durations and what their interactions used.
///
/// The spread takes 8 bytes a call, up to 64 KB a group, and about 200 KB for one with more than 8,192 calls.
public struct SpendFold: LedgerFold {
    struct Group: Sendable {
        var sums = UsageSums()
        /// Microseconds of the calls that state a duration.
        var durations = Percentiles()

        mutating func add(_ other: Group) {
            self.sums.add(other.sums)
            self.durations.add(other.durations)
        }
    }

    let dimensions: Int
    let bucket: TimeBucket?
    private(set) var groups: [Group] = []
    private(set) var keys: [GroupKey] = []
    private(set) var interactions: InteractionSums
    private var numbers: [GroupKey: Int] = [:]
    private var last: (key: GroupKey, number: Int)?

    init(dimensions: Int, bucket: TimeBucket?, maximumInteractions: Int) {
        self.dimensions = dimensions
        self.bucket = bucket
        self.interactions = InteractionSums(maximum: maximumInteractions)
    }

    /// Takes a call.
    public mutating func add(_ row: borrowing UsageRow) {
        let number = self.number(of: GroupKey(row, dimensions: self.dimensions, bucket: self.bucket))
        self.groups[number].sums.add(row)
        if let duration = row.duration { self.groups[number].durations.add(duration.wholeMicroseconds) }
        if let interaction = row.interaction {
            self.interactions.add(interaction, group: number, InteractionSums.Sum(calls: 1, tokens: row.tokens.total))
        }
    }

    /// Takes the sums of later days.
    public mutating func merge(_ later: SpendFold) {
        let numbers = later.keys.map { self.number(of: $0) }
        for (index, group) in later.groups.enumerated() { self.groups[numbers[index]].add(group) }
        self.interactions.add(later.interactions, groups: numbers)
    }

    private mutating func number(of key: GroupKey) -> Int {
        // Neighbours often are of one group.
        if let last = self.last, last.key == key { return last.number }
        let number = self.numbers[key] ?? self.groups.count
        if number == self.groups.count {
            self.numbers[key] = number
            self.keys.append(key)
            self.groups.append(Group())
        }
        self.last = (key, number)
        return number
    }
}

extension Duration {
    /// Whole microseconds, at most `Int.max`.
    var wholeMicroseconds: Int {
        let (seconds, attoseconds) = self.components
        let (product, overflow) = Int(seconds).multipliedReportingOverflow(by: 1_000_000)
        return overflow ? (seconds < 0 ? 0 : .max) : product.addingSaturated(Int(attoseconds / 1_000_000_000_000))
    }
}
