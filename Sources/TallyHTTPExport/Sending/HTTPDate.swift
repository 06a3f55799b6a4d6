internal import TallyMetering
internal import TallyPricing

/// Dates as HTTP writes them (RFC 9110, section 5.6.7).
enum HTTPDate {
    private static let months = [
        "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
    ]
    private static let days = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]

    /// Returns the moment that `text` states in one of the three forms, which are all in UTC.
    ///
    /// - `Sun, 06 Nov 1994 08:49:37 GMT`
    /// - `Sunday, 06-Nov-94 08:49:37 GMT`; of the two digits the year between 1970 and 2069 is meant
    /// - `Sun Nov  6 08:49:37 1994`
    ///
    /// Whether the day of the week is right is not looked at.
    ///
    /// - Returns: Nil for any other text, and for a day or an hour that does not exist.
    static func parse(_ text: Substring) -> Timestamp? {
        guard text.utf8.count <= 40 else { return nil }
        let parts = text.split { $0 == " " || $0 == "," || $0 == "-" }.map { $0.lowercased() }
        guard let day = parts.first, Self.days.contains(where: { day.hasPrefix($0) }) else { return nil }
        // The last form has neither a zone nor a comma.
        if parts.count == 5 { return Self.moment(parts[2], parts[1], parts[4], parts[3]) }
        guard parts.count == 6, ["gmt", "utc"].contains(parts[5]) else { return nil }
        return Self.moment(parts[1], parts[2], parts[3], parts[4])
    }

    private static func moment(_ day: String, _ month: String, _ year: String, _ time: String) -> Timestamp? {
        guard let day = Self.number(day, 1...2), let month = Self.months.firstIndex(of: month),
            let number = Self.number(year, 2...4), year.utf8.count != 3
        else { return nil }
        let clock = time.split(separator: ":", omittingEmptySubsequences: false).map { Self.number(String($0), 2...2) }
        guard clock.count == 3, let hour = clock[0], let minute = clock[1], let second = clock[2],
            hour <= 23, minute <= 59, second <= 60,
            let date = CivilDate(
                year: year.utf8.count == 4 ? number : number >= 70 ? 1900 + number : 2000 + number,
                month: month + 1,
                day: day
            )
        else { return nil }
        let seconds = date.daysSince1970 * 86_400 + Int64(hour * 3_600 + minute * 60 + second)
        return Timestamp(millisecondsSince1970: seconds * 1_000)
    }

    private static func number(_ text: String, _ lengths: ClosedRange<Int>) -> Int? {
        guard lengths.contains(text.utf8.count),
            text.utf8.allSatisfy({ UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 })
        else { return nil }
        return Int(text)
    }
}
