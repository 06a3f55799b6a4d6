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
        self.charged.reserveCapacity(4)
        usage.forEach { counter, quantity in
            guard counter != .requests else { return }
            if let whole = counter.whole {
                self.add(counter, quantity, unless: Self.isInconsistent(whole, in: usage))
            } else if counter.parts.isEmpty {
                self.add(counter, quantity, unless: false)
            } else {
                let parts = counter.parts.reduce(0) { $0.addingSaturated(usage[$1] ?? 0) }
                let isInconsistent = Self.isInconsistent(counter, in: usage)
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

    private static func isInconsistent(_ whole: UsageCounter, in usage: TokenUsage) -> Bool {
        guard let quantity = usage[whole] else { return false }
        var sum = 0
        for part in whole.parts {
            guard let quantity = usage[part] else { continue }
            if quantity < 0 { return true }
            sum = sum.addingSaturated(quantity)
        }
        return quantity < 0 || sum > quantity
    }
}

extension Int {
    /// Returns the difference, at most `max` and at least `min`.
    package func subtractingSaturated(_ other: Int) -> Int {
        let (difference, overflow) = self.subtractingReportingOverflow(other)
        return overflow ? (other > 0 ? .min : .max) : difference
    }
}
