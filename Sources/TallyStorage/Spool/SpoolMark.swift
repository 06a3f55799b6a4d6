internal import TallyMetering
internal import TallyPricing

/// A place in the sequence of all frames that a slot ever had, and the sum of all that was before it.
///
/// The difference of two marks is what is between them, also if the files in between are gone.
struct SpoolMark: Hashable, Sendable {
    /// How many frames are before the place.
    var sequence: UInt64 = 0
    /// What is in all records before the place; sums wrap, so that differences are right.
    var total = RecordAmount.nothing
}

extension RecordAmount {
    /// How many bytes an amount takes.
    static let encodedCount = 40

    func append(to bytes: inout [UInt8]) {
        bytes.append(integer: UInt64(truncatingIfNeeded: self.records))
        bytes.append(integer: UInt64(truncatingIfNeeded: self.tokens))
        bytes.append(integer: UInt128(truncatingIfNeeded: self.cost.picodollars))
        bytes.append(integer: UInt64(truncatingIfNeeded: self.unpricedRecords))
    }

    init?(_ reader: inout SpoolBytes) {
        guard let records: UInt64 = reader.integer(), let tokens: UInt64 = reader.integer(),
            let cost: UInt128 = reader.integer(), let unpriced: UInt64 = reader.integer()
        else { return nil }
        self.init(
            records: Int(truncatingIfNeeded: records),
            tokens: Int(truncatingIfNeeded: tokens),
            cost: Money(picodollars: Int128(truncatingIfNeeded: cost)),
            unpricedRecords: Int(truncatingIfNeeded: unpriced)
        )
    }
}

extension SpoolMark {
    func append(to bytes: inout [UInt8]) {
        bytes.append(integer: self.sequence)
        self.total.append(to: &bytes)
    }

    init?(_ reader: inout SpoolBytes) {
        guard let sequence: UInt64 = reader.integer(), let total = RecordAmount(&reader) else { return nil }
        self.init(sequence: sequence, total: total)
    }
}
