/// What is usual for a unit on one day, from the eight weeks before it and from nothing else.
///
/// Values are divided by the median of their week, which leaves their shape; the median of the shape at an hour of the week
/// is its season; the median of value over season of the last 7 days, or of the last 28 if that is more, is the level. The
/// baseline is season times level. So a trend moves it within days, a spike does not move it, and after quiet holidays
/// ordinary days are no spike.
struct SeasonalBaseline: Sendable {
    /// What a baseline was made from.
    enum Season: String, Hashable, Sendable {
        case hourOfWeek = "hour of week"
        case dayOfWeek = "day of week"
        case hourOfDay = "hour of day"
        case overall
    }

    static let weeks: Int64 = 8
    /// How many values the median of an hour of the week, and that of an hour of the day, needs.
    private static let fewestOfWeek = 2
    private static let fewestOfDay = 5

    private let perDay: Int64
    private let level: Double
    private let ofWeek: [Double?]
    private let ofDay: [Double?]

    /// The baseline of a day; nil if there is nothing in the weeks before.
    ///
    /// - Parameters:
    ///   - history: Values above zero before the day, in order.
    ///   - start: The first step of the day.
    init?(_ history: ArraySlice<(step: Int64, value: Double)>, before start: Int64, perDay: Int64) {
        let perWeek = 7 * perDay
        self.perDay = perDay
        // Weeks are counted back from the day, so that each is whole but the earliest.
        var weeks = Array(repeating: [Double](), count: Int(Self.weeks))
        for entry in history { weeks[Int((start - 1 - entry.step) / perWeek)].append(entry.value) }
        let middles = weeks.map { Median.of($0) }
        var ofWeek = Array(repeating: [Double](), count: Int(perWeek))
        var ofDay = Array(repeating: [Double](), count: Int(perDay))
        for entry in history {
            guard let middle = middles[Int((start - 1 - entry.step) / perWeek)] else { continue }
            ofWeek[Self.phase(entry.step, perWeek)].append(entry.value / middle)
            ofDay[Self.phase(entry.step, perDay)].append(entry.value / middle)
        }
        self.ofWeek = ofWeek.map { $0.count >= Self.fewestOfWeek ? Median.of($0) : nil }
        self.ofDay = ofDay.map { perDay > 1 && $0.count >= Self.fewestOfDay ? Median.of($0) : nil }
        var recent: [Double] = []
        var month: [Double] = []
        for entry in history where entry.step >= start - 4 * perWeek {
            let season = Self.season(at: entry.step, perDay, self.ofWeek, self.ofDay).value
            month.append(entry.value / season)
            if entry.step >= start - perWeek { recent.append(entry.value / season) }
        }
        guard let level = [Median.of(recent), Median.of(month)].compactMap(\.self).max() else { return nil }
        self.level = level
    }

    /// What is usual at a step of the day, and what that is taken from.
    func value(at step: Int64) -> (value: Double, season: Season) {
        let (value, season) = Self.season(at: step, self.perDay, self.ofWeek, self.ofDay)
        return (value * self.level, season)
    }

    private static func season(
        at step: Int64,
        _ perDay: Int64,
        _ ofWeek: [Double?],
        _ ofDay: [Double?]
    ) -> (value: Double, season: Season) {
        if let value = ofWeek[Self.phase(step, 7 * perDay)] { return (value, perDay > 1 ? .hourOfWeek : .dayOfWeek) }
        if let value = ofDay[Self.phase(step, perDay)] { return (value, .hourOfDay) }
        return (1, .overall)
    }

    private static func phase(_ step: Int64, _ length: Int64) -> Int {
        Int((step % length + length) % length)
    }
}
