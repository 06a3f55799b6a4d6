/// What a pipeline's tasks share, behind one lock.
struct PipelineState: Sendable {
    enum Phase: Sendable {
        /// Nobody runs it yet.
        case idle
        /// It runs.
        case running
        /// It delivers what is left, until that time.
        case closing(deadline: Duration)
        /// It is over.
        case finished
    }

    /// Somebody who waits until what is here has been delivered.
    struct FlushWaiter: Sendable {
        /// What each exporter has to reach; nil until the queue has been emptied.
        var targets: [Int]?
        let signal: Signal
    }

    var phase = Phase.idle
    /// When all has to be over, if that was said before somebody ran it.
    var earlyDeadline: Duration?
    var lanes: [PipelineLane]
    /// What was taken from the queue and has not gone to the lanes.
    var taken = RecordAmount()
    /// What prices that were looked up on the way have added to what was recorded.
    var pricing = RecordAmount()
    var flushWaiters: [Int: FlushWaiter] = [:]
    var lastWaiter = 0
    /// Those who wait until it is over.
    var endWaiters: [Int: Signal] = [:]
    var jitter: Jitter

    /// The accounts at one moment, given those of the queue, which nothing leaves meanwhile.
    func accounts(_ queue: QueueShard.Accounts) -> PipelineAccounts {
        let recorded = queue.recorded.adding(self.pricing)
        let waiting = queue.queued.adding(self.taken)
        return PipelineAccounts(
            recorded: recorded,
            queued: waiting,
            exporters: self.lanes.map { $0.accounts(recorded: recorded, waiting: waiting, queue: queue) }
        )
    }

    /// The flushes that are done, which nobody waits for any more.
    mutating func takeDoneFlushes() -> [Signal] {
        var done: [Signal] = []
        for (id, waiter) in self.flushWaiters {
            guard let targets = waiter.targets else { continue }
            if zip(self.lanes, targets).allSatisfy({ $0.batches.flushedThrough >= $1 }) {
                done.append(waiter.signal)
                self.flushWaiters[id] = nil
            }
        }
        return done
    }
}

/// Random numbers for delays: SplitMix64 (Steele, Lea and Flood, 2014).
struct Jitter: RandomNumberGenerator, Sendable {
    private var state: UInt64

    init(seed: UInt64) {
        self.state = seed
    }

    mutating func next() -> UInt64 {
        self.state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = self.state
        mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
        return mixed ^ mixed >> 31
    }
}
