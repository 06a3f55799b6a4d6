internal import TallyMetering
internal import TallyPricing

/// What work of each class used.
struct EfficiencySums: Sendable {
    /// What work of one class used.
    struct Class: Sendable {
        var sessions = 0
        var calls = 0
        var unpriced = 0
        var tokens = 0
        var cost = Money.zero
    }

    private var classes: [Class] = Array(repeating: Class(), count: WorkClass.allCases.count)

    private static func index(_ work: WorkClass) -> Int {
        switch work {
        case .productive: 0
        case .inefficient: 1
        case .wasteful: 2
        case .unknown: 3
        }
    }

    subscript(_ work: WorkClass) -> Class { self.classes[Self.index(work)] }

    mutating func add(_ session: SessionSums, _ work: WorkClass) {
        let index = Self.index(work)
        self.classes[index].sessions += 1
        self.classes[index].calls += session.calls
        self.classes[index].unpriced += session.unpriced
        self.classes[index].tokens = self.classes[index].tokens.addingSaturated(session.tokens)
        self.classes[index].cost += session.cost
    }

    mutating func merge(_ other: EfficiencySums) {
        for index in self.classes.indices {
            self.classes[index].sessions += other.classes[index].sessions
            self.classes[index].calls += other.classes[index].calls
            self.classes[index].unpriced += other.classes[index].unpriced
            self.classes[index].tokens = self.classes[index].tokens.addingSaturated(other.classes[index].tokens)
            self.classes[index].cost += other.classes[index].cost
        }
    }

    var sessions: Int { self.classes.reduce(0) { $0 + $1.sessions } }
    var cost: Money { self.classes.reduce(.zero) { $0 + $1.cost } }

    var total: Class {
        var total = Class()
        for each in self.classes {
            total.sessions += each.sessions
            total.calls += each.calls
            total.unpriced += each.unpriced
            total.tokens = total.tokens.addingSaturated(each.tokens)
            total.cost += each.cost
        }
        return total
    }

    /// Pieces of work of which somebody said what became of them.
    var judged: Int { self.sessions - self[.unknown].sessions }

    /// The share of judged work that is productive.
    var ratio: ReportValue {
        self.judged == 0 ? .absent : .share(Double(self[.productive].sessions) / Double(self.judged))
    }
}
