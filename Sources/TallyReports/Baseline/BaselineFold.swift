internal import TallyMetering
internal import TallyPricing

/// Spend by unit, and how many interactions and users it is for.
struct BaselineFold: LedgerFold {
    /// A unit: the calls, and of those that have an interaction or a user the spend.
    struct Unit: Sendable {
        var sums = UsageSums()
        var interactionCost = Money.zero
        var userCost = Money.zero

        mutating func add(_ other: Unit) {
            self.sums.add(other.sums)
            self.interactionCost += other.interactionCost
            self.userCost += other.userCost
        }
    }

    /// Somebody or something that is counted once in a unit.
    struct Member: Hashable {
        var unit: Symbol
        var identity: TextIdentity
    }

    struct User: Hashable {
        var unit: Symbol
        var user: Symbol
    }

    /// How many interactions, and how many users, are told apart at most.
    private let maximum: Int
    private(set) var units: [Symbol: Unit] = [:]
    /// The interactions; nil if there were too many to tell them apart.
    private(set) var interactions: Set<Member>? = []
    /// The users; nil if there were too many.
    private(set) var users: Set<User>? = []

    init(maximum: Int) {
        self.maximum = maximum
    }

    mutating func add(_ row: borrowing UsageRow) {
        let unit = row.values[0]
        let user = row.values[1]
        self.units[unit, default: Unit()].sums.add(row)
        if let identity = row.interaction {
            self.units[unit]?.interactionCost += row.cost
            self.interactions?.insert(Member(unit: unit, identity: identity))
        }
        if !user.isAbsent {
            self.units[unit]?.userCost += row.cost
            self.users?.insert(User(unit: unit, user: user))
        }
        self.bound()
    }

    mutating func merge(_ later: BaselineFold) {
        for (symbol, unit) in later.units { self.units[symbol, default: Unit()].add(unit) }
        if let interactions = later.interactions {
            self.interactions?.formUnion(interactions)
        } else {
            self.interactions = nil
        }
        if let users = later.users { self.users?.formUnion(users) } else { self.users = nil }
        self.bound()
    }

    private mutating func bound() {
        if let interactions, interactions.count > self.maximum { self.interactions = nil }
        if let users, users.count > self.maximum { self.users = nil }
    }
}
