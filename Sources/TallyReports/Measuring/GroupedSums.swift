internal import TallyMetering

/// Sums of calls by the texts of up to eight dimensions.
struct GroupedSums: LedgerFold {
    private let dimensions: Int
    private(set) var groups: [GroupKey: UsageSums] = [:]

    init(dimensions: Int) {
        self.dimensions = dimensions
    }

    mutating func add(_ row: borrowing UsageRow) {
        self.groups[GroupKey(row, dimensions: self.dimensions, bucket: nil), default: UsageSums()].add(row)
    }

    mutating func merge(_ later: GroupedSums) {
        self.groups.merge(later.groups) { sums, other in
            var sums = sums
            sums.add(other)
            return sums
        }
    }
}
