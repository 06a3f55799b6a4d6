internal import TallyMetering
internal import TallyPricing

/// How far estimates made before calls were from what the calls used.
struct EstimateErrors: Sendable {
    /// What was estimated.
    enum Kind: String, CaseIterable {
        case inputTokens = "input_tokens"
        case outputTokens = "output_tokens"
        case cost = "cost_usd"
    }

    /// The differences of one kind, actual minus estimated, in tokens or pico-dollars.
    struct Differences: Sendable {
        private(set) var count = 0
        private(set) var sum: Int128 = 0
        private(set) var sizes = Percentiles()

        /// Takes a difference; its size counts in `unit`s.
        mutating func add(_ difference: Int128, unit: Int128) {
            self.count += 1
            let (sum, overflow) = self.sum.addingReportingOverflow(difference)
            self.sum = overflow ? (difference < 0 ? .min : .max) : sum
            self.sizes.add(Int(clamping: difference.magnitude / unit.magnitude))
        }

        mutating func merge(_ other: Differences) {
            self.count += other.count
            let (sum, overflow) = self.sum.addingReportingOverflow(other.sum)
            self.sum = overflow ? (other.sum < 0 ? .min : .max) : sum
            self.sizes.add(other.sizes)
        }
    }

    /// The unit in which sizes of differences of money are kept: a nano-dollar.
    static let moneyUnit: Int128 = 1_000

    /// Calls that have an estimate, and all.
    private(set) var estimated = 0
    private(set) var calls = 0
    private(set) var input = Differences()
    private(set) var output = Differences()
    private(set) var cost = Differences()

    mutating func add(_ row: borrowing UsageRow) {
        self.calls += 1
        guard let estimate = row.estimate else { return }
        self.estimated += 1
        if row.tokens.isKnown {
            self.input.add(Int128(row.tokens.input) - Int128(estimate.inputTokens), unit: 1)
            if let tokens = estimate.outputTokens {
                self.output.add(Int128(row.tokens.output) - Int128(tokens), unit: 1)
            }
        }
        if let cost = estimate.cost, !row.isUnpriced {
            self.cost.add((row.cost - cost).picodollars, unit: Self.moneyUnit)
        }
    }

    mutating func merge(_ other: EstimateErrors) {
        self.calls += other.calls
        self.estimated += other.estimated
        self.input.merge(other.input)
        self.output.merge(other.output)
        self.cost.merge(other.cost)
    }

    subscript(_ kind: Kind) -> Differences {
        switch kind {
        case .inputTokens: self.input
        case .outputTokens: self.output
        case .cost: self.cost
        }
    }
}
