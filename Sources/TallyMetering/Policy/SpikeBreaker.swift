/// Finds spikes by a ``SpikeRule``: a state machine without a clock or a lock.
struct SpikeBreaker: Sendable {
    /// What a call may do.
    enum Verdict: Hashable, Sendable {
        case allow
        /// It may be made to see whether the spike is over.
        case probe(SpikeFinding)
        case warn(SpikeFinding)
        case stop(SpikeFinding)
    }

    private enum State: Sendable {
        case closed
        case open(SpikeFinding)
        case halfOpen(SpikeFinding, since: Int64, admitted: Int, used: Int128)
    }

    let rule: SpikeRule
    private var state = State.closed
    // The use of whole minutes before the current one, as a ring.
    private var minutes: [Int128] = []
    private var oldest = 0
    private var minute: Int64 = .min
    private var used: Int128 = 0
    private var baseline: Int128 = 0
    private let coolDown: Int64

    init(_ rule: SpikeRule) {
        self.rule = rule
        let (seconds, attoseconds) = rule.coolDown.components
        self.coolDown = seconds * 1_000 + attoseconds / 1_000_000_000_000_000
    }

    private var isWarm: Bool { self.minutes.count >= self.rule.warmUpMinutes }

    private var threshold: Int128 {
        max(self.rule.minimum.units, self.baseline.multipliedSaturated(by: Int128(self.rule.percent)) / 100)
    }

    /// Says what a call at `now` may do; a probe is used up if `isAsking`, else it is only looked at.
    mutating func decide(at now: Timestamp, isAsking: Bool = true) -> Verdict {
        let time = BudgetWindow.milliseconds(now)
        self.advance(to: time)
        switch self.state {
        case .closed: return .allow
        case .open(let finding): return self.rule.action == .warn ? .warn(finding) : .stop(finding)
        case .halfOpen(let finding, let since, let admitted, let used):
            guard admitted < self.rule.probes else { return .stop(finding) }
            if isAsking { self.state = .halfOpen(finding, since: since, admitted: admitted + 1, used: used) }
            return .probe(finding)
        }
    }

    /// Counts what a call used.
    ///
    /// - Returns: The spike, if this call makes one of the minute.
    /// - Complexity: O(1) but for the first call of a minute, which sorts the minutes of the baseline.
    mutating func observe(_ units: Int128, at now: Timestamp) -> SpikeFinding? {
        let time = BudgetWindow.milliseconds(now)
        self.advance(to: time)
        let units = min(max(units, 0), BudgetAmount.largest)
        self.used = self.used.addingSaturated(units)
        switch self.state {
        case .open: return nil
        case .closed:
            guard self.isWarm, self.used > self.threshold else { return nil }
            return self.open(self.used, threshold: self.threshold, at: time)
        case .halfOpen(let finding, let since, let admitted, let before):
            let used = before.addingSaturated(units)
            guard used > finding.threshold.units else {
                self.state = .halfOpen(finding, since: since, admitted: admitted, used: used)
                return nil
            }
            return self.open(used, threshold: finding.threshold.units, at: time)
        }
    }

    private mutating func open(_ used: Int128, threshold: Int128, at time: Int64) -> SpikeFinding {
        let finding = SpikeFinding(
            rule: self.rule.name,
            action: self.rule.action,
            used: self.rule.minimum.with(units: used),
            threshold: self.rule.minimum.with(units: threshold),
            baseline: self.rule.minimum.with(units: self.baseline),
            until: Timestamp(millisecondsSince1970: time + self.coolDown)
        )
        self.state = .open(finding)
        if self.rule.action == .stop { self.remember(min(self.used, threshold)) }
        return finding
    }

    /// Moves on to the minute of `time`; time that goes back stays in the current one.
    private mutating func advance(to time: Int64) {
        let now = time.floored(by: 60_000)
        // A clock that was a day ahead and is set right would stand still otherwise.
        if self.minute == .min || self.minute - now > 1_440 { self.restart(at: now) }
        if case .open(let finding) = self.state {
            let end = finding.until.millisecondsSince1970
            if time >= end || end - time > self.coolDown {
                if self.rule.action == .warn {
                    self.state = .closed
                } else {
                    self.state = .halfOpen(finding, since: time, admitted: 0, used: 0)
                    self.restart(at: now)
                }
            } else if self.rule.action == .stop {
                // Minutes in which nothing may be used say nothing of what is usual.
                self.restart(at: now)
            }
        }
        if case .halfOpen(_, let since, _, _) = self.state {
            if time - since >= 60_000 || since > time + 60_000 { self.state = .closed }
            self.restart(at: now)
        }
        guard now > self.minute else { return }
        let idle = min(now - self.minute - 1, Int64(self.rule.baselineMinutes))
        self.remember(self.isWarm ? min(self.used, self.threshold) : self.used)
        for _ in 0..<idle { self.remember(0) }
        let sorted = self.minutes.sorted()
        self.baseline = sorted[(sorted.count - 1) / 2]
        self.restart(at: now)
    }

    private mutating func restart(at minute: Int64) {
        self.minute = minute
        self.used = 0
    }

    private mutating func remember(_ units: Int128) {
        if self.minutes.count < self.rule.baselineMinutes {
            self.minutes.append(units)
        } else {
            self.minutes[self.oldest] = units
            self.oldest = (self.oldest + 1) % self.minutes.count
        }
    }
}
