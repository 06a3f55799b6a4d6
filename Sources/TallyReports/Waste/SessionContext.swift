internal import TallyMetering

/// How the prompts of a session grow.
struct SessionContext: Sendable, SampledValue {
    /// A call of a session, in the order of time and then of ids.
    struct Place: Comparable, Sendable {
        var time: Timestamp
        var id: RecordID
        var input: Int

        static func < (left: Place, right: Place) -> Bool { (left.time, left.id) < (right.time, right.id) }
    }

    private(set) var first: Place
    private(set) var last: Place
    private(set) var calls = 0
    private(set) var input = 0
    private(set) var cacheRead = 0
    /// The model that the session's first call was made with.
    private(set) var model: Symbol

    var size: Int { 1 }

    init(_ row: borrowing UsageRow, model: Symbol) {
        self.first = Place(time: row.time, id: row.id, input: row.tokens.input)
        self.last = self.first
        self.model = model
    }

    mutating func add(_ row: borrowing UsageRow, model: Symbol) {
        let place = Place(time: row.time, id: row.id, input: row.tokens.input)
        if place < self.first { (self.first, self.model) = (place, model) }
        if place > self.last { self.last = place }
        self.calls += 1
        self.input = self.input.addingSaturated(row.tokens.input)
        self.cacheRead = self.cacheRead.addingSaturated(row.tokens.cacheRead)
    }

    mutating func merge(_ later: SessionContext) {
        if later.first < self.first { (self.first, self.model) = (later.first, later.model) }
        if later.last > self.last { self.last = later.last }
        self.calls += later.calls
        self.input = self.input.addingSaturated(later.input)
        self.cacheRead = self.cacheRead.addingSaturated(later.cacheRead)
    }

    /// How many tokens the prompts have more than if each were as long as the first.
    var carried: Int {
        let (flat, overflow) = self.first.input.multipliedReportingOverflow(by: self.calls)
        return overflow ? 0 : max(0, self.input.subtractingReportingOverflow(flat).partialValue)
    }

    /// Those of them that no cache served, at least.
    var carriedUncached: Int { max(0, self.carried - self.cacheRead) }

    /// Tokens that a call adds to the next prompt, on average; nil for less than two calls.
    var growth: Double? {
        self.calls > 1 ? (Double(self.last.input) - Double(self.first.input)) / Double(self.calls - 1) : nil
    }
}
