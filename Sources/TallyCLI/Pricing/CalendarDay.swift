/// A day of the Gregorian calendar, in UTC.
struct CalendarDay: Equatable {
    let year: Int
    let month: Int
    let day: Int

    /// Reads `yyyy-mm-dd`; nil for anything else and for days that the calendar does not have.
    init?(_ text: String) {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.map(\.utf8.count) == [4, 2, 2],
            parts.allSatisfy({ $0.utf8.allSatisfy { (0x30...0x39).contains($0) } }),
            let year = Int(parts[0]), let month = Int(parts[1]), let day = Int(parts[2]),
            (1...12).contains(month), day >= 1, day <= Self.length(month, year)
        else { return nil }
        (self.year, self.month, self.day) = (year, month, day)
    }

    /// The day that holds an instant, in seconds since 1970-01-01.
    init(secondsSince1970 seconds: Int64) {
        var days = Int(seconds / 86_400) - (seconds % 86_400 < 0 ? 1 : 0)
        var year = 1970
        while days < 0 {
            year -= 1
            days += Self.length(year)
        }
        while days >= Self.length(year) {
            days -= Self.length(year)
            year += 1
        }
        var month = 1
        while days >= Self.length(month, year) {
            days -= Self.length(month, year)
            month += 1
        }
        (self.year, self.month, self.day) = (year, month, days + 1)
    }

    /// The start of the day.
    var secondsSince1970: Int64 {
        var days = self.day - 1
        for month in 1..<self.month { days += Self.length(month, self.year) }
        if self.year >= 1970 {
            for year in 1970..<self.year { days += Self.length(year) }
        } else {
            for year in self.year..<1970 { days -= Self.length(year) }
        }
        return Int64(days) * 86_400
    }

    /// The day in the form `yyyy-mm-dd`.
    var text: String {
        let year = String(repeating: "0", count: max(0, 4 - String(self.year).count)) + String(self.year)
        return year + (self.month < 10 ? "-0" : "-") + String(self.month) + (self.day < 10 ? "-0" : "-")
            + String(self.day)
    }

    private static func isLeap(_ year: Int) -> Bool {
        year.isMultiple(of: 4) && (!year.isMultiple(of: 100) || year.isMultiple(of: 400))
    }

    private static func length(_ year: Int) -> Int { Self.isLeap(year) ? 366 : 365 }

    private static func length(_ month: Int, _ year: Int) -> Int {
        switch month {
        case 2: Self.isLeap(year) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }
}
