/// How records are written for a receiver.
public enum EncodingPlan: Hashable, Sendable {
    /// A record a line, as in the ledger.
    case ndjson
    /// An array of records.
    case json
    /// CloudEvents in batches, as OpenMeter takes them.
    case cloudEvents(CloudEventsPlan)
    /// Events of Lago.
    case lago(LagoPlan)
    /// Rows of ClickHouse.
    case clickHouse(ClickHousePlan)
}

/// Which tag tells who is charged.
public struct ChargedTag: Hashable, Sendable {
    /// The key of the tag; nil for as the encoding has it.
    public var tag: String?
    /// Who is charged for a record without that tag; nil for as the encoding has it.
    public var fallback: String?

    /// Creates a rule.
    public init(tag: String? = nil, fallback: String? = nil) {
        self.tag = tag
        self.fallback = fallback
    }
}

/// How records become CloudEvents.
public struct CloudEventsPlan: Hashable, Sendable {
    /// What one event is.
    public enum Detail: String, Hashable, Sendable, CaseIterable {
        /// One for each call.
        case call
        /// One for each counter of a call.
        case counter
    }

    /// What one event is.
    public var detail: Detail?
    /// Where events come from: a URI that stays the same for ever.
    public var source: String?
    /// What events are called.
    public var type: String?
    /// Who is charged.
    public var subject = ChargedTag()

    /// Creates a plan.
    public init() {}
}

/// How records become events of Lago.
public struct LagoPlan: Hashable, Sendable {
    /// The code of the billable metric.
    public var code: String
    /// Which tag is the external id of the subscription.
    public var subscription = ChargedTag()

    /// Creates a plan for a billable metric.
    public init(code: String) {
        self.code = code
    }
}

/// How records become rows of ClickHouse.
public struct ClickHousePlan: Hashable, Sendable {
    /// The table, with its database if that is not the user's: `metering.usage`.
    public var table: String

    /// Creates a plan for a table.
    public init(table: String) {
        self.table = table
    }
}
