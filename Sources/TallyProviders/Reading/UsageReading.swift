internal import TallyPricing

/// A usage while a format's reader puts it together from facts.
///
/// What does not add up is kept on the safe side, the dear one: parts are cut to their whole, tokens that only the total
/// knows are charged as output, fractions are rounded up; what is no count at all is left out. Each is marked.
struct UsageReading {
    let facts: Facts
    var usage = TokenUsage()
    private(set) var check = UsageCheck.notStated
    var samplings: [Sampling] = []
    var providerCost: Money?
    /// Whether the provider said how much came out.
    var isOutputSaid = false

    init(_ facts: Facts) {
        self.facts = facts
    }

    /// Marks the usage; the first reason holds.
    mutating func doubt(_ reason: AmbiguousUsage) {
        if self.check.ambiguity == nil { self.check = .ambiguous(reason) }
    }

    /// The numbers add up, as far as nothing else was found.
    mutating func agree() {
        if self.check == .notStated { self.check = .agrees }
    }

    /// The count at `path`; nil if it was not said or is no count.
    mutating func count(_ path: String) -> Int? {
        guard let number = self.facts.number(path) else { return nil }
        guard let integer = number.integer, integer.value >= 0 else {
            self.doubt(.notACount)
            return nil
        }
        if integer.isRounded { self.doubt(.notACount) }
        return integer.value
    }

    /// The largest of the counts at `paths`, which are names of one thing.
    mutating func count(_ paths: [String]) -> Int? {
        var largest: Int?
        for path in paths {
            if let count = self.count(path) { largest = max(largest ?? 0, count) }
        }
        return largest
    }

    /// Seconds at `path` in milliseconds.
    mutating func milliseconds(_ path: String) -> Int? {
        guard let number = self.facts.number(path) else { return nil }
        guard let scaled = number.scaled(by: 3), scaled >= 0, let value = Int(exactly: scaled) else {
            self.doubt(.notACount)
            return nil
        }
        return value
    }

    /// Dollars at `path`, rounded up to a pico-dollar.
    mutating func dollars(_ path: String) -> Money? {
        guard let number = self.facts.number(path) else { return nil }
        guard let picodollars = number.scaled(by: 12), picodollars >= 0 else {
            self.doubt(.notACount)
            return nil
        }
        return Money(picodollars: picodollars)
    }

    /// The part of `whole` that `part` says, at most all of it.
    mutating func part(_ part: Int?, of whole: Int) -> Int? {
        guard let part else { return nil }
        if part > whole { self.doubt(.partExceedsWhole) }
        return min(part, whole)
    }

    /// Says how much of a class was of a modality, which can't be more than the class.
    mutating func setPart(_ counter: UsageCounter, _ quantity: Int?) {
        guard let quantity, let whole = counter.whole else { return }
        let siblings = UsageCounter.allCases.filter { $0.whole == whole && $0 != counter }
        let taken = siblings.reduce(0) { $0.addingSaturated(self.usage[$1] ?? 0) }
        let room = max(0, (self.usage[whole] ?? 0) - taken)
        if quantity > room { self.doubt(.partExceedsWhole) }
        self.usage[counter] = min(quantity, room)
    }

    /// Adds to a counter, whether or not it was said before.
    mutating func add(_ quantity: Int, to counter: UsageCounter) {
        self.usage[counter] = (self.usage[counter] ?? 0).addingSaturated(quantity)
    }
}
