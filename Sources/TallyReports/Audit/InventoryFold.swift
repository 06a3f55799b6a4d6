internal import TallyMetering

/// Sums of calls by the texts of each of several fields by itself.
struct InventoryFold: LedgerFold {
    /// For each field, the sums by its texts.
    private(set) var values: [[Symbol: UsageSums]]
    private(set) var total = UsageSums()

    init(fields: Int) {
        self.values = [[Symbol: UsageSums]](repeating: [:], count: fields)
    }

    mutating func add(_ row: borrowing UsageRow) {
        self.total.add(row)
        for index in self.values.indices { self.values[index][row.values[index], default: UsageSums()].add(row) }
    }

    mutating func merge(_ later: InventoryFold) {
        self.total.add(later.total)
        for index in self.values.indices {
            for (symbol, sums) in later.values[index] { self.values[index][symbol, default: UsageSums()].add(sums) }
        }
    }
}
