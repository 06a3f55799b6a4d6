/// A day of the Gregorian calendar, in UTC.
package struct CivilDate: Hashable, Sendable {
    package let year: Int
    package let month: Int
    package let day: Int

    /// Creates the day that is `days` after 1970-01-01.
    ///
    /// Counts in eras of 400 years from 0000-03-01, so that the leap day is the last day of a year (Howard Hinnant,
    /// "chrono-Compatible Low-Level Date Algorithms").
    package init(daysSince1970 days: Int64) {
        let shifted = days + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        self.day = Int(dayOfYear - (153 * shiftedMonth + 2) / 5 + 1)
        self.month = Int(shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9)
        self.year = Int(clamping: yearOfEra + era * 400 + (self.month <= 2 ? 1 : 0))
    }

    /// Creates the day that holds the instant.
    package init(secondsSince1970 seconds: Int64) {
        let days = seconds / 86_400 - (seconds % 86_400 < 0 ? 1 : 0)
        self.init(daysSince1970: days)
    }

    /// Creates a day.
    ///
    /// - Returns: Nil if the calendar has no such day.
    package init?(year: Int, month: Int, day: Int) {
        let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
        let lengths = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
        guard 1...12 ~= month, 1...lengths[month - 1] ~= day else { return nil }
        self.year = year
        self.month = month
        self.day = day
    }

    /// How many days the day is after 1970-01-01.
    ///
    /// The same eras of 400 years, the other way.
    package var daysSince1970: Int64 {
        let year = Int64(self.month <= 2 ? self.year - 1 : self.year)
        let era = (year >= 0 ? year : year - 399) / 400
        let yearOfEra = year - era * 400
        let shiftedMonth = Int64(self.month > 2 ? self.month - 3 : self.month + 9)
        let dayOfYear = (153 * shiftedMonth + 2) / 5 + Int64(self.day) - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        return era * 146_097 + dayOfEra - 719_468
    }
}

extension CivilDate: CustomStringConvertible {
    /// The day as in ISO 8601: `2026-11-04`.
    package var description: String {
        let year = String(self.year)
        let padding = String(repeating: "0", count: max(0, 4 - year.utf8.count))
        return padding + year + (self.month < 10 ? "-0" : "-") + String(self.month)
            + (self.day < 10 ? "-0" : "-") + String(self.day)
    }
}
