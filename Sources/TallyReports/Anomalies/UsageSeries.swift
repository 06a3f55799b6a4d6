internal import TallyMetering
internal import TallyPricing

/// The texts of one unit, in the order of the report's dimensions.
struct UnitKey: SampledKey {
    let symbols: [Symbol]
    /// A hash of the texts, so that a sample does not depend on the order in which they came.
    let sampleHash: UInt64

    init(_ symbols: [Symbol], _ table: SymbolTable) {
        self.symbols = symbols
        var hash: UInt64 = 0
        for symbol in symbols {
            let identity = TextIdentity(of: table.text(of: symbol) ?? "")
            hash = HashBits.mixed(hash, symbol.isAbsent ? 0 : 1, identity.high)
        }
        self.sampleHash = hash
    }

    static func == (left: UnitKey, right: UnitKey) -> Bool { left.symbols == right.symbols }

    func hash(into hasher: inout Hasher) { hasher.combine(self.symbols) }
}

/// What a unit used in one hour or day.
struct UsageBucket: Hashable, Sendable {
    var calls = 0
    var errors = 0
    var retries = 0
    var unpriced = 0
    var tokens = 0
    var cost = Money.zero

    mutating func add(_ row: borrowing UsageRow) {
        self.calls += 1
        if row.isError { self.errors += 1 }
        if row.attempt > 1 { self.retries += 1 }
        if row.isUnpriced { self.unpriced += 1 }
        self.tokens = self.tokens.addingSaturated(row.tokens.input).addingSaturated(row.tokens.output)
        self.cost += row.cost
    }

    mutating func merge(_ other: UsageBucket) {
        self.calls += other.calls
        self.errors += other.errors
        self.retries += other.retries
        self.unpriced += other.unpriced
        self.tokens = self.tokens.addingSaturated(other.tokens)
        self.cost += other.cost
    }
}

/// What a unit used over time, by hours or days since 1970; what is not there had no calls.
struct UsageSeries: SampledValue, Equatable {
    private(set) var buckets: [Int64: UsageBucket] = [:]

    init(_ buckets: [Int64: UsageBucket] = [:]) {
        self.buckets = buckets
    }

    var size: Int { 1 + self.buckets.count }

    mutating func add(_ row: borrowing UsageRow, at bucket: Int64) {
        self.buckets[bucket, default: UsageBucket()].add(row)
    }

    mutating func merge(_ later: UsageSeries) {
        for (bucket, usage) in later.buckets { self.buckets[bucket, default: UsageBucket()].merge(usage) }
    }
}
