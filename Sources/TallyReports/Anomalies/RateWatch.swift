/// Finds the steps of one unit in which too many calls failed, or were repeated.
///
/// What is usual is the share of the 28 days before, without the steps that were spikes. A step with *n* calls is expected to
/// have *m* = *share* · *n* events; 2·(√*events* − √*m*) has a deviation of about 1 where events come by chance (Anscombe's
/// transformation), and more where they come in bursts, which the deviations of the 28 days say.
struct RateWatch: Sendable {
    /// A step of a unit.
    struct Observation: Sendable {
        let step: Int64
        let calls: Int
        let events: Int
    }

    /// The least share that is taken for usual: one event of a hundred calls says nothing.
    private static let leastShare = 0.005

    let rules: AnomalyRules
    let perDay: Int64

    /// Returns the spikes among observations that are in order; value and expectation are shares of calls.
    func spikes(in observations: [Observation]) -> [SpikeWatch.Spike] {
        guard let first = observations.first?.step else { return [] }
        var spikes: [SpikeWatch.Spike] = []
        var usual: [(observation: Observation, isSpike: Bool, residual: Double)] = []
        var (windowStart, index) = (0, 0)
        while index < observations.count {
            let start = SpikeWatch.day(of: observations[index].step, self.perDay)
            while windowStart < usual.count, usual[windowStart].observation.step < start - 28 * self.perDay {
                windowStart += 1
            }
            let window = usual[windowStart...]
            let share = Self.share(window)
            let isKnown = start - first >= 14 * self.perDay && window.count >= (self.perDay > 1 ? 48 : 14)
            let deviation = isKnown ? max(1, RobustScale.of(window.map(\.residual))?.deviation ?? 1) : nil
            while index < observations.count, observations[index].step < start + self.perDay {
                let observation = observations[index]
                index += 1
                let expected = share * Double(observation.calls)
                let residual = 2 * (Double(observation.events).squareRoot() - expected.squareRoot())
                let excess = Double(observation.events) - expected
                let isSpike =
                    deviation.map { residual / $0 >= self.rules.deviations } ?? false
                    && observation.calls >= self.rules.minimumCalls
                    && excess >= Double(self.rules.minimumEvents)
                    && Double(observation.events) >= self.rules.ratio * expected
                usual.append((observation, isSpike, residual))
                guard isSpike, let deviation else { continue }
                spikes.append(
                    SpikeWatch.Spike(
                        step: observation.step,
                        value: Double(observation.events) / Double(observation.calls),
                        expected: share,
                        deviations: residual / deviation,
                        season: .overall
                    )
                )
            }
        }
        return spikes
    }

    private static func share(
        _ window: ArraySlice<(observation: Observation, isSpike: Bool, residual: Double)>
    ) -> Double {
        var (calls, events) = (0, 0)
        for entry in window where !entry.isSpike {
            calls += entry.observation.calls
            events += entry.observation.events
        }
        return calls == 0 ? self.leastShare : max(self.leastShare, Double(events) / Double(calls))
    }
}
