public import TallyMetering
internal import TallyPricing

/// A unit that used much more than is usual for it, over one or several hours or days.
public struct UsageAnomaly: Hashable, Sendable {
    /// The texts of the unit, in the order of the report's dimensions; nil where the calls have none.
    public var unit: [String?]
    /// What rose.
    public var measure: AnomalyMeasure
    /// When it began, and when its last step ended.
    public var start: Timestamp, end: Timestamp
    /// How many steps of the report are in it.
    public var steps: Int
    /// The value of the step that was furthest from what is usual: tokens, dollars, tokens per call, or a share of calls.
    public var value: Double
    /// What is usual at that step.
    public var expected: Double
    /// How many scaled deviations that is.
    public var deviations: Double
    /// What the usual value is taken from: `hour of week`, `hour of day`, `day of week`, `overall`.
    public var baseline: String
}

extension UsageSeries {
    /// What is wrong with a unit, by measure and in order of time.
    func anomalies(_ step: AnomalyStep, _ rules: AnomalyRules) -> [(AnomalyMeasure, [SpikeWatch.Spike])] {
        let buckets = self.buckets.sorted { $0.key < $1.key }
        return AnomalyMeasure.allCases.map { measure in
            switch measure {
            case .tokens:
                let values = buckets.map {
                    SpikeWatch.Observation(step: $0.key, value: Double($0.value.tokens), calls: $0.value.calls)
                }
                return (measure, Self.watch(values, step, rules, least: Double(rules.minimumTokens)))
            case .cost:
                let values = buckets.map {
                    SpikeWatch.Observation(step: $0.key, value: $0.value.dollars, calls: $0.value.calls)
                }
                return (measure, Self.watch(values, step, rules, least: rules.minimumDollars))
            case .tokensPerCall:
                let values = buckets.filter { $0.value.calls >= rules.minimumCalls }.map { step, usage in
                    let calls = Double(usage.calls)
                    return SpikeWatch.Observation(
                        step: step,
                        value: Double(usage.tokens) / calls,
                        weight: calls,
                        calls: usage.calls
                    )
                }
                return (measure, Self.watch(values, step, rules, least: Double(rules.minimumTokens), isMean: true))
            case .errorRate:
                let values = buckets.map {
                    RateWatch.Observation(step: $0.key, calls: $0.value.calls, events: $0.value.errors)
                }
                return (measure, RateWatch(rules: rules, perDay: step.perDay).spikes(in: values))
            case .retryRate:
                let values = buckets.map {
                    RateWatch.Observation(step: $0.key, calls: $0.value.calls, events: $0.value.retries)
                }
                return (measure, RateWatch(rules: rules, perDay: step.perDay).spikes(in: values))
            }
        }
    }

    private static func watch(
        _ observations: [SpikeWatch.Observation],
        _ step: AnomalyStep,
        _ rules: AnomalyRules,
        least: Double,
        isMean: Bool = false
    ) -> [SpikeWatch.Spike] {
        let watch = SpikeWatch(rules: rules, perDay: step.perDay, isMean: isMean) { observation, expected in
            observation.calls >= rules.minimumCalls && (observation.value - expected) * observation.weight >= least
        }
        return watch.spikes(in: observations.filter { $0.value > 0 })
    }
}

extension UsageBucket {
    /// The cost in dollars, to compare it: sums of money stay exact.
    var dollars: Double { Double(self.cost.picodollars) / 1e12 }
}
