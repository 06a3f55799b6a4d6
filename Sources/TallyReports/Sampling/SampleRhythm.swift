internal import TallyMetering

/// When calls are made: more by day than by night, on working days than at weekends, and every day a little more.
struct SampleRhythm: Sendable {
    let start: Timestamp
    let days: Int

    /// In hundredths of the busiest hour, in UTC.
    private static let hours = [
        23, 21, 20, 20, 21, 10, 18, 36, 62, 84, 95, 98, 88, 92, 100, 97, 90, 78, 60, 46, 36, 28, 20, 13,
    ]
    /// In hundredths, from Monday on.
    private static let weekdays = [96, 100, 100, 98, 90, 34, 30]

    var hourCount: Int { self.days * 24 }

    func time(ofHour hour: Int) -> Timestamp {
        Timestamp(millisecondsSince1970: self.start.millisecondsSince1970 + Int64(hour) * 3_600_000)
    }

    /// How much happens in an hour, besides what is planted: each day half a percent more than on the first.
    func weight(ofHour hour: Int) -> Int {
        let day = hour / 24
        // 1970-01-01 was a Thursday.
        let weekday = ((Int(self.start.secondsSince1970 / 86_400) + day + 3) % 7 + 7) % 7
        return (1_000 + 5 * day) * Self.weekdays[weekday] * Self.hours[hour % 24]
    }

    /// Whether batches are made in an hour: they are two thirds of what happens at night.
    func isNight(_ hour: Int) -> Bool { hour % 24 < 5 }
}
