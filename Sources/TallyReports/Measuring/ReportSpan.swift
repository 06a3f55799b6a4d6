internal import TallyMetering
internal import TallyPricing

/// Equal spans of time that a report shows its figures over: days, or weeks from Monday on, in UTC.
struct ReportSpan: Hashable, Sendable {
    /// The days of a span.
    let days: Int64

    private static let milliseconds: Int64 = 86_400_000

    /// Days for a period of up to a month and a half, else weeks.
    init(_ period: ClosedRange<Timestamp>?) {
        let length = period.map { $0.upperBound - $0.lowerBound } ?? .zero
        self.days = length > .seconds(45 * 86_400) ? 7 : 1
    }

    /// The name of a span.
    var name: String { self.days == 7 ? "week" : "day" }

    /// The first day of the span that a moment is in, in days since 1970.
    func start(of time: Timestamp) -> Int64 {
        let (quotient, rest) = time.millisecondsSince1970.quotientAndRemainder(dividingBy: Self.milliseconds)
        let day = rest < 0 ? quotient - 1 : quotient
        guard self.days == 7 else { return day }
        // 1970-01-01 was a Thursday, three days after a Monday.
        let weekday = ((day + 3) % 7 + 7) % 7
        return day - weekday
    }

    /// The day as `2026-11-21`.
    static func text(ofDay day: Int64) -> String {
        CivilDate(daysSince1970: day).description
    }
}
