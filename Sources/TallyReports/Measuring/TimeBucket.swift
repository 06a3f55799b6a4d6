public import TallyMetering
internal import TallyPricing

/// A stretch of time, in UTC, that calls are told apart by.
public enum TimeBucket: String, Hashable, Sendable, CaseIterable {
    /// The hour.
    case hour
    /// The day.
    case day
    /// The week of ISO 8601, from Monday on.
    case week
    /// The calendar month.
    case month

    /// Returns when the stretch begins that holds `time`.
    ///
    /// In SQL it is `date_trunc('day', time)`, with the name of the case.
    public func start(of time: Timestamp) -> Timestamp {
        let hours = Self.floor(time.millisecondsSince1970, 3_600_000)
        let days = Self.floor(hours, 24)
        switch self {
        case .hour: return Self.moment(hours, 3_600_000)
        case .day: return Self.moment(days, 86_400_000)
        // 1970-01-01 was a Thursday.
        case .week: return Self.moment(Self.floor(days + 3, 7) * 7 - 3, 86_400_000)
        case .month:
            let date = CivilDate(daysSince1970: days)
            return Self.moment(days - Int64(date.day - 1), 86_400_000)
        }
    }

    /// Returns the stretch that begins at `start` for people: `2026-11-21`, `2026-11-21 14:00`, `2026-11`.
    ///
    /// A week is written as its Monday.
    public func label(of start: Timestamp) -> String {
        let text = start.description
        return switch self {
        case .hour: "\(text.prefix(10)) \(text.dropFirst(11).prefix(5))"
        case .day, .week: String(text.prefix(10))
        case .month: String(text.prefix(7))
        }
    }

    private static func floor(_ number: Int64, _ unit: Int64) -> Int64 {
        let (quotient, remainder) = number.quotientAndRemainder(dividingBy: unit)
        return remainder < 0 ? quotient - 1 : quotient
    }

    private static func moment(_ count: Int64, _ unit: Int64) -> Timestamp {
        let (product, overflow) = count.multipliedReportingOverflow(by: unit)
        return Timestamp(millisecondsSince1970: overflow ? (count < 0 ? .min : .max) : product)
    }
}
