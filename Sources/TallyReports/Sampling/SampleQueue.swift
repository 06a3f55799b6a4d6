internal import TallyMetering

/// Records that were made session by session and are given in the order of time.
struct SampleQueue {
    private var waiting: [MeteringRecord] = []
    /// How many were ever added.
    private(set) var added = 0

    mutating func add(_ record: MeteringRecord) {
        self.waiting.append(record)
        self.added += 1
    }

    /// Takes out those before `time`, in the order of time and, at the same time, of ids.
    mutating func take(before time: Timestamp) -> [MeteringRecord] {
        var due: [(time: Timestamp, id: RecordID, record: MeteringRecord)] = []
        self.waiting.removeAll { record in
            guard record.time < time else { return false }
            due.append((record.time, record.id, record))
            return true
        }
        due.sort { ($0.time, $0.id) < ($1.time, $1.id) }
        return due.map(\.record)
    }
}
