internal import TallyPricing

/// A month of the calendar, in UTC.
struct CalendarMonth: Hashable, Sendable {
    /// The days, since 1970-01-01.
    let days: Range<Int64>
    /// The month as `2026-11`.
    let name: String

    /// The month that holds a day.
    init(holding day: Int64) {
        let date = CivilDate(daysSince1970: day)
        let first = day - Int64(date.day - 1)
        let next = CivilDate(daysSince1970: first + 31)
        self.days = first..<(first + 31 - Int64(next.day - 1))
        self.name = String(date.description.prefix(7))
    }

    /// The month behind this one.
    var next: CalendarMonth { CalendarMonth(holding: self.days.upperBound) }

    /// How many days a month has on average.
    static let averageDays = 30.4375
}
