/// Days and months of the Gregorian calendar as numbers, without a time zone.
///
/// Counts in eras of 400 years from 0000-03-01, so that the leap day is the last day of a year (Howard Hinnant,
/// "chrono-Compatible Low-Level Date Algorithms").
enum CivilMonth {
    /// The year and month (1 to 12) of the day that is `days` after 1970-01-01.
    static func of(day days: Int64) -> (year: Int64, month: Int64) {
        let shifted = days + 719_468
        let era = shifted.floored(by: 146_097)
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month)
    }

    /// The days from 1970-01-01 to the first of a month.
    static func firstDay(year: Int64, month: Int64) -> Int64 {
        let shiftedYear = month <= 2 ? year - 1 : year
        let era = shiftedYear.floored(by: 400)
        let yearOfEra = shiftedYear - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }

    /// The day of the week of the day that is `days` after 1970-01-01: 0 for a Monday, 6 for a Sunday.
    static func weekday(ofDay days: Int64) -> Int64 {
        days + 3 - (days + 3).floored(by: 7) * 7
    }

    static func isLeap(_ year: Int64) -> Bool {
        year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
    }
}

extension Int64 {
    /// The quotient rounded down, also of a negative number.
    func floored(by divisor: Int64) -> Int64 {
        let (quotient, remainder) = self.quotientAndRemainder(dividingBy: divisor)
        return remainder < 0 ? quotient - 1 : quotient
    }
}
