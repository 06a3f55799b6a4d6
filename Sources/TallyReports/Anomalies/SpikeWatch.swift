/// Finds the steps of one unit and one measure that are spikes, each by what was before its day.
struct SpikeWatch: Sendable {
    /// A step of a unit, as a measure sees it.
    struct Observation: Sendable {
        let step: Int64
        /// The value, above zero.
        let value: Double
        /// How many calls the value is the mean of; 1 for a sum.
        var weight = 1.0
        /// How many calls it is of.
        var calls: Int
    }

    /// A step that is a spike.
    struct Spike: Sendable {
        let step: Int64
        let value: Double
        let expected: Double
        let deviations: Double
        let season: SeasonalBaseline.Season
    }

    /// How far a step was from its baseline.
    private struct Residual {
        let step: Int64
        /// The distance on the scale on which counts that come by chance are as far from each other everywhere.
        let distance: Double
        /// Of how much it is made: the expected sum, or the calls of a mean.
        let weight: Double
    }

    let rules: AnomalyRules
    let perDay: Int64
    /// Whether the values are means of calls and not sums.
    let isMean: Bool
    /// How much above the baseline is worth an alarm, for a step.
    let isWorthIt: @Sendable (_ observation: Observation, _ expected: Double) -> Bool

    /// What a deviation is at least taken to be: 5% of the value.
    private static let leastDeviation = 0.05

    /// Returns the spikes among observations that are in order.
    ///
    /// - Complexity: O(*d* · *w* log *w*) for *d* days with values and *w* steps in eight weeks.
    func spikes(in observations: [Observation]) -> [Spike] {
        let perWeek = 7 * self.perDay
        let values = observations.map { (step: $0.step, value: $0.value) }
        guard let first = observations.first?.step else { return [] }
        var spikes: [Spike] = []
        var residuals: [Residual] = []
        var (historyStart, residualStart, index) = (0, 0, 0)
        while index < observations.count {
            let start = Self.day(of: observations[index].step, self.perDay)
            while values[historyStart].step < start - SeasonalBaseline.weeks * perWeek { historyStart += 1 }
            while residualStart < residuals.count, residuals[residualStart].step < start - 4 * perWeek {
                residualStart += 1
            }
            let dayEnd = Self.end(of: start + self.perDay, observations, from: index)
            defer { index = dayEnd }
            // A week of a unit's own is the least that says what is usual.
            guard start - first >= perWeek,
                let baseline = SeasonalBaseline(values[historyStart..<index], before: start, perDay: self.perDay)
            else { continue }
            let spread = Spread(residuals[residualStart...], first: first, start: start, perDay: self.perDay)
            for observation in observations[index..<dayEnd] {
                let (expected, season) = baseline.value(at: observation.step)
                let residual = self.residual(observation, expected)
                residuals.append(residual)
                guard let deviations = spread?.deviations(of: residual), deviations >= self.rules.deviations,
                    observation.value >= self.rules.ratio * expected,
                    self.isWorthIt(observation, expected)
                else { continue }
                spikes.append(
                    Spike(
                        step: observation.step,
                        value: observation.value,
                        expected: expected,
                        deviations: deviations,
                        season: season
                    )
                )
            }
        }
        return spikes
    }

    private func residual(_ observation: Observation, _ expected: Double) -> Residual {
        let distance =
            self.isMean
            ? NaturalLogarithm.of(observation.value / expected) * observation.weight.squareRoot()
            : 2 * (observation.value.squareRoot() - expected.squareRoot())
        return Residual(
            step: observation.step,
            distance: distance,
            weight: self.isMean ? observation.weight : expected
        )
    }

    /// The first step of the day that has the step.
    static func day(of step: Int64, _ perDay: Int64) -> Int64 {
        let rest = step % perDay
        return step - (rest < 0 ? rest + perDay : rest)
    }

    private static func end(of limit: Int64, _ observations: [Observation], from index: Int) -> Int {
        var end = index
        while end < observations.count, observations[end].step < limit { end += 1 }
        return end
    }

    /// How far steps of the last four weeks were from the baselines of their days.
    ///
    /// Sums are told apart as 2·√value and means as logarithm · √calls: noise of counts is then the same for all steps, and
    /// noise that is a factor of the value, like that of busy days, grows with the root of the weight. The squared deviation
    /// is taken to be *a* + *b* · weight, and *a* and *b* follow from the lighter and the heavier half of the steps.
    private struct Spread {
        private let middle: Double
        private let ofCounts: Double
        private let ofFactors: Double

        init?(_ residuals: ArraySlice<Residual>, first: Int64, start: Int64, perDay: Int64) {
            // The first week has no baseline, and another is needed to know how far values are from it.
            guard start - first >= 14 * perDay, residuals.count >= (perDay > 1 ? 48 : 7) else { return nil }
            let sorted = residuals.sorted { $0.weight < $1.weight }
            guard let all = Self.part(sorted[...]), let light = Self.part(sorted[..<(sorted.count / 2)]),
                let heavy = Self.part(sorted[(sorted.count / 2)...])
            else { return nil }
            let slope = (heavy.variance - light.variance) / (heavy.weight - light.weight)
            let isSloped = slope.isFinite && slope > 0
            self.middle = all.middle
            self.ofFactors = isSloped ? slope : 0
            self.ofCounts = isSloped ? max(0, light.variance - slope * light.weight) : all.variance
        }

        private static func part(
            _ residuals: ArraySlice<Residual>
        ) -> (middle: Double, variance: Double, weight: Double)? {
            guard let scale = RobustScale.of(residuals.map(\.distance)), !residuals.isEmpty else { return nil }
            // They are in order of weight.
            let weight = residuals[residuals.startIndex + residuals.count / 2].weight
            return (scale.median, scale.deviation * scale.deviation, weight)
        }

        func deviations(of residual: Residual) -> Double? {
            let variance = self.ofCounts + self.ofFactors * residual.weight
            let least = SpikeWatch.leastDeviation * residual.weight.squareRoot()
            let deviations = (residual.distance - self.middle) / max(variance.squareRoot(), least)
            return deviations.isFinite ? deviations : nil
        }
    }
}
