public import TallyMetering
public import TallyPricing

/// Something out of the ordinary that a sample has, so that whoever looks for such things can be asked whether it finds it.
public struct SampleAnomaly: Hashable, Sendable {
    /// What is out of the ordinary.
    public enum Kind: String, Hashable, Sendable, CaseIterable {
        /// A feature makes six times as many calls, for three hours.
        case callSpike = "call_spike"
        /// A feature's answers have eight times as many tokens, for four hours.
        case outputSpike = "output_spike"
        /// Of a provider's calls four in ten fail and are tried again, for three hours.
        case outage
        /// An agent does not stop: one session with very many calls, whose context grows.
        case runawayAgent = "runaway_agent"
        /// A feature's prompts are written into the cache each time and never found there, until the end.
        case cacheLoss = "cache_loss"
        /// A feature uses the dearest model only, until the end.
        case modelSwitch = "model_switch"
    }

    /// What is out of the ordinary.
    public let kind: Kind
    /// The feature it is in; nil for an outage.
    public let feature: String?
    /// The provider that fails; nil for all others.
    public let provider: String?
    /// The session of a runaway agent; nil for all others.
    public let session: String?
    /// When it begins.
    public let start: Timestamp
    /// When it is over: the first moment after it.
    public let end: Timestamp
    /// How many calls there are in it: all attempts of the feature, the provider or the session in that time.
    public internal(set) var calls = 0
    /// The tokens of these calls.
    public internal(set) var tokens = 0
    /// What is known of what they cost.
    public internal(set) var cost = Money.zero

    /// Whether `record` is one of the calls in it.
    public func has(_ record: UsageRecord) -> Bool {
        guard self.start <= record.time, record.time < self.end else { return false }
        if let session { return record.sessionID == session }
        if let provider { return record.provider == provider }
        return record.tags.feature == self.feature
    }

    /// What is planted into a sample of these days: nothing in less than a week.
    static func planted(from first: Timestamp, days: Int) -> [SampleAnomaly] {
        guard days >= 7 else { return [] }
        func moment(day: Int, hour: Int) -> Timestamp {
            Timestamp(millisecondsSince1970: first.millisecondsSince1970 + Int64((day * 24 + hour) * 3_600_000))
        }
        // A working day at that share of the time, since nothing much happens at the weekend; 1970-01-01 was a Thursday.
        func workday(_ percent: Int) -> Int {
            var day = days * percent / 100
            while (Int(first.secondsSince1970 / 86_400) + day + 3) % 7 >= 5 { day -= 1 }
            return max(day, 0)
        }
        func anomaly(
            _ kind: Kind,
            feature: String? = nil,
            provider: String? = nil,
            session: String? = nil,
            day: Int,
            hour: Int,
            hours: Int?
        ) -> SampleAnomaly {
            SampleAnomaly(
                kind: kind,
                feature: feature,
                provider: provider,
                session: session,
                start: moment(day: day, hour: hour),
                end: hours.map { moment(day: day, hour: hour + $0) } ?? moment(day: days, hour: 0)
            )
        }
        return [
            anomaly(.callSpike, feature: "ranking", day: workday(50), hour: 9, hours: 3),
            anomaly(.outputSpike, feature: "answers", day: workday(60), hour: 10, hours: 4),
            anomaly(.modelSwitch, feature: "code-review", day: workday(65), hour: 0, hours: nil),
            anomaly(.outage, provider: "anthropic", day: workday(72), hour: 14, hours: 3),
            anomaly(
                .runawayAgent,
                feature: "code-assistant",
                session: "run-aground",
                day: workday(80),
                hour: 13,
                hours: 3
            ),
            anomaly(.cacheLoss, feature: "assistant", day: workday(86), hour: 0, hours: nil),
        ]
    }
}
