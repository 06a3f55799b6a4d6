/// The reservations of calls under way, in the order in which they expire.
struct OpenReservations: Sendable {
    private var parts: [UInt64: [Reservation.Part]] = [:]
    // In the order of making, which is that of expiry as long as time goes forward; closed ones are skipped.
    private var queue: [(id: UInt64, expiry: Int64)] = []
    private var head = 0
    private let milliseconds: Int64

    init(timeToLive: Duration) {
        let (seconds, attoseconds) = timeToLive.components
        self.milliseconds = min(max(seconds, 0), 1 << 40) * 1_000 + attoseconds / 1_000_000_000_000_000
    }

    var count: Int { self.parts.count }

    /// Keeps a reservation until it is taken or expires.
    ///
    /// - Complexity: O(1) in the mean: the queue is never more than twice as long as there are open reservations.
    mutating func add(_ id: UInt64, _ parts: [Reservation.Part], at now: Timestamp) {
        self.parts[id] = parts
        self.queue.append((id, now.millisecondsSince1970.addingClamped(self.milliseconds)))
        guard self.queue.count > 64, self.queue.count > 2 * self.parts.count else { return }
        self.queue = self.queue[self.head...].filter { self.parts[$0.id] != nil }
        self.head = 0
    }

    /// Takes a reservation out; nil if it is not open.
    mutating func take(_ id: UInt64) -> [Reservation.Part]? {
        self.parts.removeValue(forKey: id)
    }

    /// Takes the reservation out that has expired first; nil if none has.
    mutating func takeExpired(at now: Timestamp) -> [Reservation.Part]? {
        while self.head < self.queue.count {
            let (id, expiry) = self.queue[self.head]
            let isOpen = self.parts[id] != nil
            if isOpen, expiry > now.millisecondsSince1970 { return nil }
            self.head += 1
            if isOpen { return self.take(id) }
        }
        return nil
    }
}

extension Int64 {
    /// The sum, at most `max` and at least `min`.
    func addingClamped(_ other: Int64) -> Int64 {
        let (sum, overflow) = self.addingReportingOverflow(other)
        return overflow ? (other > 0 ? .max : .min) : sum
    }
}
