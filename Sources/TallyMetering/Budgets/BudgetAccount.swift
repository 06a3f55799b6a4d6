/// What is counted for one limit: all of a budget, or one value of its tag.
struct BudgetAccount: Sendable {
    /// What the calls that have ended used in the window.
    private(set) var spent: Int128 = 0
    /// What the calls under way may use.
    var reserved: Int128 = 0
    /// Calls of the window that are counted without a price.
    var unpricedCalls = 0
    /// The number of thresholds that have been announced in the window.
    var announced = 0

    // A rolling window's slots as a ring, and the number of the newest: only there if it is one.
    private var slots: [Int128] = []
    private var newest: Int64 = 0

    var isIdle: Bool { self.spent == 0 && self.reserved == 0 && self.unpricedCalls == 0 }

    /// Adds what a call used.
    mutating func spend(_ units: Int128) {
        self.spent = self.spent.addingSaturated(units)
    }

    /// Adds what a call used in a slot of a rolling window, unless the slot is past.
    mutating func spend(_ units: Int128, slot: Int64) {
        if self.slots.isEmpty {
            self.slots = Array(repeating: 0, count: BudgetWindow.slots + 1)
            self.newest = slot
        }
        if slot > self.newest { self.advance(to: slot) }
        guard self.newest - slot <= Int64(BudgetWindow.slots) else { return }
        let index = Self.index(slot)
        self.slots[index] = self.slots[index].addingSaturated(units)
        self.spent = self.spent.addingSaturated(units)
    }

    /// Forgets the slots that are past when `slot` is the newest.
    ///
    /// - Complexity: O(1): at most all 61 slots.
    mutating func advance(to slot: Int64) {
        guard !self.slots.isEmpty, slot > self.newest else { return }
        for passed in 1...min(slot - self.newest, Int64(self.slots.count)) {
            self.slots[Self.index(self.newest + passed)] = 0
        }
        self.newest = slot
        // Not by subtraction: what was saturated would not come back.
        self.spent = self.slots.reduce(0) { $0.addingSaturated($1) }
        self.announced = 0
        if self.spent == 0 { self.unpricedCalls = 0 }
    }

    /// Keeps all that is counted as of one slot: for a clock that is set back by more than a window can tell.
    mutating func rebase(to slot: Int64) {
        guard !self.slots.isEmpty, slot < self.newest else { return }
        self.slots = Array(repeating: 0, count: BudgetWindow.slots + 1)
        self.slots[Self.index(slot)] = self.spent
        self.newest = slot
    }

    private static func index(_ slot: Int64) -> Int {
        let count = Int64(BudgetWindow.slots + 1)
        return Int(slot - slot.floored(by: count) * count)
    }
}
