/// The window of time in which a budget's limit holds.
///
/// A window of a calendar begins where the clock of the budget's time zone says so: a day at midnight, a week on Monday, a
/// month on the first. Days of 23 and 25 hours, months of 28 to 31 days are what they are.
public enum BudgetWindow: Hashable, Sendable {
    /// A minute of the clock.
    case minute
    /// An hour of the clock.
    case hour
    /// A day of the calendar, from midnight to midnight.
    case day
    /// A week of the calendar, from Monday to Sunday.
    case week
    /// A month of the calendar.
    case month
    /// The time before each moment: at no moment is more than the limit spent within so long before it.
    ///
    /// It is kept in 60 slots and forgets a slot when all of it is past, so that the limit may hold for up to a sixtieth
    /// longer.
    case rolling(Duration)

    /// How many slots a rolling window has besides the current one.
    static let slots = 60

    var problem: String? {
        guard case .rolling(let duration) = self else { return nil }
        guard duration >= .seconds(1), duration <= .seconds(400 * 86_400) else {
            return "a rolling window has to last from 1 second to 400 days"
        }
        return nil
    }

    /// How long a slot of a rolling window is, in milliseconds, rounded up; nil for a window of a calendar.
    var slotMilliseconds: Int64? {
        guard case .rolling(let duration) = self else { return nil }
        let (seconds, attoseconds) = duration.components
        let milliseconds = seconds * 1_000 + attoseconds / 1_000_000_000_000_000
        return max(1, (milliseconds + Int64(Self.slots) - 1) / Int64(Self.slots))
    }

    /// The window of a calendar, or the slot of a rolling one, that holds `time`.
    func span(holding time: Timestamp, in zone: BudgetTimeZone) -> WindowSpan {
        let milliseconds = Self.milliseconds(time)
        if let slot = self.slotMilliseconds {
            let start = milliseconds.floored(by: slot) * slot
            return WindowSpan(start: start, end: start + slot)
        }
        let seconds = milliseconds.floored(by: 1_000)
        let local = seconds + zone.offset(at: seconds)
        let day = local.floored(by: 86_400)
        switch self {
        case .minute, .rolling: return WindowSpan(seconds: seconds - Self.rest(local, 60), 60)
        case .hour: return WindowSpan(seconds: seconds - Self.rest(local, 3_600), 3_600)
        case .day: return Self.span(ofDays: day, day + 1, in: zone)
        case .week:
            let monday = day - CivilMonth.weekday(ofDay: day)
            return Self.span(ofDays: monday, monday + 7, in: zone)
        case .month:
            let (year, month) = CivilMonth.of(day: day)
            let next =
                month == 12
                ? CivilMonth.firstDay(year: year + 1, month: 1) : CivilMonth.firstDay(year: year, month: month + 1)
            return Self.span(ofDays: CivilMonth.firstDay(year: year, month: month), next, in: zone)
        }
    }

    /// A time at most 9500 years from 1970, which is enough for a calendar, so that no sum of times overflows.
    static func milliseconds(_ time: Timestamp) -> Int64 {
        min(max(time.millisecondsSince1970, -300_000_000_000_000), 300_000_000_000_000)
    }

    private static func rest(_ local: Int64, _ unit: Int64) -> Int64 {
        local - local.floored(by: unit) * unit
    }

    private static func span(ofDays first: Int64, _ next: Int64, in zone: BudgetTimeZone) -> WindowSpan {
        WindowSpan(
            start: zone.moment(ofLocal: first * 86_400) * 1_000,
            end: zone.moment(ofLocal: next * 86_400) * 1_000
        )
    }
}

extension BudgetWindow: CustomStringConvertible {
    /// The window for people: `month`, `3600 s`.
    public var description: String {
        switch self {
        case .minute: "minute"
        case .hour: "hour"
        case .day: "day"
        case .week: "week"
        case .month: "month"
        case .rolling(let duration): "\(duration.components.seconds) s"
        }
    }
}

/// The moments from `start` to before `end`, in milliseconds since 1970.
struct WindowSpan: Hashable, Sendable {
    var start: Int64
    var end: Int64

    init(start: Int64, end: Int64) {
        self.start = start
        self.end = end
    }

    init(seconds start: Int64, _ length: Int64) {
        self.init(start: start * 1_000, end: (start + length) * 1_000)
    }
}
