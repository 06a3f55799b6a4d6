public import TallyMetering

/// Sums up a ledger: calls and outcomes go in one by one, in the order of the ledger within a day.
///
/// A scan makes one for each part that it reads at once, and merges them in the order of the parts.
public protocol LedgerFold: Sendable {
    /// Takes a call.
    mutating func add(_ row: borrowing UsageRow)
    /// Takes an outcome.
    mutating func add(_ outcome: OutcomeRow)
    /// Takes what a service states that it had to drop.
    mutating func add(_ drop: DropRecord)
    /// Takes what another one has, of later days.
    mutating func merge(_ later: Self)
}

extension LedgerFold {
    /// Passes over an outcome.
    public mutating func add(_ outcome: OutcomeRow) {}
    /// Passes over a drop.
    public mutating func add(_ drop: DropRecord) {}
}

/// What of a record a fold needs; less is read faster.
public struct RowNeeds: Hashable, Sendable {
    /// The texts, whose symbols are in ``UsageRow/values`` in this order.
    public var dimensions: [Dimension]
    /// The other fields.
    public var fields: RowFields

    /// Creates needs; ids, times, tokens and costs always are there.
    public init(_ dimensions: [Dimension] = [], fields: RowFields = []) {
        self.dimensions = dimensions
        self.fields = fields
    }
}

/// Fields of a record that not every report needs.
public struct RowFields: OptionSet, Hashable, Sendable {
    /// The bits.
    public let rawValue: UInt16

    /// Creates a set of bits.
    public init(rawValue: UInt16) { self.rawValue = rawValue }

    /// ``UsageRow/interaction`` and ``UsageRow/session``, and those of outcomes.
    public static let identities = RowFields(rawValue: 1 << 0)
    /// ``UsageRow/callID`` and ``UsageRow/attempt``.
    public static let attempts = RowFields(rawValue: 1 << 1)
    /// ``UsageRow/estimate``.
    public static let estimate = RowFields(rawValue: 1 << 2)
    /// ``UsageRow/duration``, ``UsageRow/timeToFirstToken``, ``UsageRow/requestedMaxOutput``.
    public static let behaviour = RowFields(rawValue: 1 << 3)
    /// ``UsageRow/prefixBlocks``.
    public static let prefixBlocks = RowFields(rawValue: 1 << 4)
    /// ``UsageRow/record``, the whole record; this reads much slower.
    public static let record = RowFields(rawValue: 1 << 5)
}
