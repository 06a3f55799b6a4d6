internal import TallyPricing

/// What each interaction of each group used, exactly: a bounded map.
///
/// When there are more than ``maximum`` interactions, all are dropped, so that the answer is the same however the ledger
/// was divided among threads: none, and a note that says so.
struct InteractionSums: Sendable {
    struct Key: Hashable, Sendable {
        var identity: TextIdentity
        var group: Int32

        func hash(into hasher: inout Hasher) {
            // The identity is a hash already.
            hasher.combine(self.identity.low)
            hasher.combine(self.group)
        }
    }

    struct Sum: Sendable {
        var calls = 0
        var tokens = 0

        mutating func add(_ other: Sum) {
            self.calls = self.calls.addingSaturated(other.calls)
            self.tokens = self.tokens.addingSaturated(other.tokens)
        }
    }

    /// How many are kept.
    let maximum: Int
    /// Whether there were too many.
    private(set) var isExceeded = false
    private(set) var sums: [Key: Sum] = [:]

    init(maximum: Int) {
        self.maximum = maximum
    }

    mutating func add(_ identity: TextIdentity, group: Int, _ sum: Sum) {
        guard !self.isExceeded else { return }
        self.sums[Key(identity: identity, group: Int32(truncatingIfNeeded: group)), default: Sum()].add(sum)
        guard self.sums.count > self.maximum else { return }
        self.isExceeded = true
        self.sums = [:]
    }

    /// Takes the sums of another one, whose groups have other numbers here.
    mutating func add(_ other: InteractionSums, groups: [Int]) {
        if other.isExceeded {
            self.isExceeded = true
            self.sums = [:]
        }
        for (key, sum) in other.sums { self.add(key.identity, group: groups[Int(key.group)], sum) }
    }

    /// What the interactions of some groups come to together, row by row; `row` gives the row of a group, nil for none.
    func figures(rows: Int, _ row: (Int) -> Int?) -> [InteractionFigures] {
        var merged: [Key: Sum] = [:]
        merged.reserveCapacity(self.sums.count)
        for (key, sum) in self.sums {
            guard let row = row(Int(key.group)) else { continue }
            merged[Key(identity: key.identity, group: Int32(truncatingIfNeeded: row)), default: Sum()].add(sum)
        }
        var figures = [InteractionFigures](repeating: InteractionFigures(), count: rows)
        for (key, sum) in merged { figures[Int(key.group)].add(sum) }
        return figures
    }
}

/// What some interactions come to.
struct InteractionFigures: Sendable {
    private(set) var count = 0
    private(set) var calls = 0
    private(set) var tokens = 0
    private(set) var spread = Percentiles()

    mutating func add(_ sum: InteractionSums.Sum) {
        self.count += 1
        self.calls = self.calls.addingSaturated(sum.calls)
        self.tokens = self.tokens.addingSaturated(sum.tokens)
        self.spread.add(sum.tokens)
    }
}
