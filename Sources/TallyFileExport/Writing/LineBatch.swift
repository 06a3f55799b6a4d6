internal import TallyMetering

/// Lines of one day that are written together.
struct LineBatch {
    /// The lines with their ends.
    var bytes: [UInt8] = []
    /// What is in them.
    var amount = RecordAmount.zero

    /// Lines are written when they have as many bytes.
    static let enough = 1 << 20

    /// Adds a record; false if its line is longer than a reader takes, and nothing is added.
    mutating func add(_ record: MeteringRecord, _ amount: RecordAmount) -> Bool {
        let start = self.bytes.count
        RecordJSON.append(record, to: &self.bytes)
        guard self.bytes.count - start <= RecordJSON.maximumLineLength else {
            self.bytes.removeSubrange(start...)
            return false
        }
        self.bytes.append(UInt8(ascii: "\n"))
        self.amount += amount
        return true
    }

    mutating func removeAll() {
        self.bytes.removeAll(keepingCapacity: true)
        self.amount = .zero
    }
}
