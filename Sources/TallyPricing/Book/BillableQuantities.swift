/// A usage as the disjoint quantities that are charged, so that nothing is charged twice.
struct BillableQuantities {
    /// What is charged, none of it zero.
    private(set) var charged: [(counter: UsageCounter, quantity: Int)] = []
    /// What contradicts itself and cannot be charged.
    private(set) var inconsistent: [(counter: UsageCounter, quantity: Int)] = []

    /// Splits `usage`: classes without their parts, the parts, and everything that is not tokens.
    ///
    /// Parts of a class that was not said are charged alone. Parts that exceed their class make the class inconsistent.
    init(_ usage: TokenUsage) {
        for counter in usage.counters where counter != .requests {
            guard let quantity = usage[counter] else { continue }
            if let whole = counter.whole {
                self.add(counter, quantity, unless: self.isInconsistent(whole, in: usage))
            } else {
                let parts = counter.parts.reduce(0) { $0.addingSaturated(usage[$1] ?? 0) }
                let isInconsistent = self.isInconsistent(counter, in: usage)
                if isInconsistent { self.inconsistent.append((counter, quantity)) }
                self.add(counter, quantity.subtractingSaturated(parts), unless: isInconsistent)
            }
        }
    }

    private mutating func add(_ counter: UsageCounter, _ quantity: Int, unless isInconsistent: Bool) {
        guard !isInconsistent, quantity != 0 else { return }
        if quantity > 0 {
            self.charged.append((counter, quantity))
        } else {
            self.inconsistent.append((counter, quantity))
        }
    }

    private func isInconsistent(_ whole: UsageCounter, in usage: TokenUsage) -> Bool {
        guard let quantity = usage[whole] else { return false }
        let parts = whole.parts.map { usage[$0] ?? 0 }
        return quantity < 0 || parts.contains { $0 < 0 } || parts.reduce(0) { $0.addingSaturated($1) } > quantity
    }
}

extension Int {
    /// Returns the difference, at most `max` and at least `min`.
    func subtractingSaturated(_ other: Int) -> Int {
        let (difference, overflow) = self.subtractingReportingOverflow(other)
        return overflow ? (other > 0 ? .min : .max) : difference
    }
}
