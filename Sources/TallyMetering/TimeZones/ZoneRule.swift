/// What a place's clock does every year, as the `TZ` text of POSIX says it: `CET-1CEST,M3.5.0,M10.5.0/3`.
///
/// Names are skipped; POSIX counts offsets to the west, and this to the east. Times may be beyond a day and negative
/// (RFC 9636, section 3.3.1).
struct ZoneRule {
    let standard: Int64
    /// The offset in summer, its beginning and its end; nil where the clock is not set twice a year.
    let summer: (offset: Int64, start: Change, end: Change)?

    enum Day {
        case weekday(month: Int64, week: Int64, weekday: Int64)
        /// 1 to 365, without 29 February.
        case julian(Int64)
        /// 0 to 365, with 29 February.
        case ordinal(Int64)
    }

    struct Change {
        let day: Day
        let seconds: Int64

        /// The moment in that year, by the clock that is to be set, as seconds since 1970 of that clock.
        func local(in year: Int64) -> Int64 {
            let first = CivilMonth.firstDay(year: year, month: 1)
            let day: Int64
            switch self.day {
            case .julian(let number): day = first + number - (CivilMonth.isLeap(year) && number >= 60 ? 0 : 1)
            case .ordinal(let number): day = first + number
            case .weekday(let month, let week, let weekday):
                let start = CivilMonth.firstDay(year: year, month: month)
                let next =
                    month == 12
                    ? CivilMonth.firstDay(year: year + 1, month: 1) : CivilMonth.firstDay(year: year, month: month + 1)
                // POSIX counts from Sunday.
                let ahead = (weekday + 6 - CivilMonth.weekday(ofDay: start) + 7) % 7
                var candidate = start + ahead + (week - 1) * 7
                while candidate >= next { candidate -= 7 }
                day = candidate
            }
            return day * 86_400 + self.seconds
        }
    }

    /// Reads a text; nil if it is none of this form.
    init?(_ text: String) {
        var rest = Substring(text)
        guard Self.skipName(&rest), let standard = Self.time(&rest) else { return nil }
        self.standard = -standard
        guard !rest.isEmpty else {
            self.summer = nil
            return
        }
        guard Self.skipName(&rest) else { return nil }
        var offset = -standard + 3_600
        if let first = rest.first, first != "," {
            guard let stated = Self.time(&rest) else { return nil }
            offset = -stated
        }
        guard let start = Self.change(&rest), let end = Self.change(&rest), rest.isEmpty else { return nil }
        self.summer = (offset, start, end)
    }

    /// The offset at `moment`, in seconds since 1970, and the next moment at which it may change.
    func offset(at moment: Int64) -> Int64 {
        guard let summer = self.summer else { return self.standard }
        let year = CivilMonth.of(day: (moment + self.standard).floored(by: 86_400)).year
        let start = summer.start.local(in: year) - self.standard
        let end = summer.end.local(in: year) - summer.offset
        let isSummer = start < end ? start <= moment && moment < end : start <= moment || moment < end
        return isSummer ? summer.offset : self.standard
    }

    private static func skipName(_ rest: inout Substring) -> Bool {
        if rest.first == "<" {
            guard let end = rest.firstIndex(of: ">") else { return false }
            rest = rest[rest.index(after: end)...]
            return true
        }
        let name = rest.prefix { $0.isASCII && $0.isLetter }
        rest = rest.dropFirst(name.count)
        return name.count >= 3
    }

    /// `[+-]hh[:mm[:ss]]` in seconds.
    private static func time(_ rest: inout Substring) -> Int64? {
        var sign: Int64 = 1
        if let first = rest.first, first == "-" || first == "+" {
            sign = first == "-" ? -1 : 1
            rest = rest.dropFirst()
        }
        guard let hours = Self.number(&rest), hours <= 167 else { return nil }
        var seconds = hours * 3_600
        var unit: Int64 = 60
        while unit > 0, rest.first == ":" {
            rest = rest.dropFirst()
            guard let part = Self.number(&rest), part < 60 else { return nil }
            seconds += part * unit
            unit /= 60
        }
        return sign * seconds
    }

    private static func change(_ rest: inout Substring) -> Change? {
        guard rest.first == "," else { return nil }
        rest = rest.dropFirst()
        let day: Day
        switch rest.first {
        case "M":
            rest = rest.dropFirst()
            var parts: [Int64] = []
            for index in 0..<3 {
                if index > 0 {
                    guard rest.first == "." else { return nil }
                    rest = rest.dropFirst()
                }
                guard let part = Self.number(&rest) else { return nil }
                parts.append(part)
            }
            guard 1...12 ~= parts[0], 1...5 ~= parts[1], 0...6 ~= parts[2] else { return nil }
            day = .weekday(month: parts[0], week: parts[1], weekday: parts[2])
        case "J":
            rest = rest.dropFirst()
            guard let number = Self.number(&rest), 1...365 ~= number else { return nil }
            day = .julian(number)
        default:
            guard let number = Self.number(&rest), 0...365 ~= number else { return nil }
            day = .ordinal(number)
        }
        guard rest.first == "/" else { return Change(day: day, seconds: 7_200) }
        rest = rest.dropFirst()
        return Self.time(&rest).map { Change(day: day, seconds: $0) }
    }

    private static func number(_ rest: inout Substring) -> Int64? {
        let digits = rest.prefix { $0.isASCII && $0.isNumber }
        guard 1...3 ~= digits.count else { return nil }
        rest = rest.dropFirst(digits.count)
        return Int64(digits)
    }
}
