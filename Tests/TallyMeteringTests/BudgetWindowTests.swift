import Foundation
import TallyTestSupport
import Testing

@testable import TallyMetering

/// Windows of the calendar, against Foundation's calendar, whose rules of zones come from elsewhere.
@Suite(.enabled(if: TimeZoneDatabase.isAvailable, Comment(rawValue: TimeZoneDatabase.skipReason)))
struct BudgetWindowTests {
    static let zones = [
        "UTC", "Europe/Berlin", "America/New_York", "America/Sao_Paulo", "Australia/Lord_Howe", "Asia/Kolkata",
        "Pacific/Apia", "America/Havana", "Africa/Casablanca", "Asia/Kathmandu", "America/St_Johns", "Europe/Dublin",
    ]

    @Test(arguments: Self.zones) func windowsOfDaysAreThoseOfTheCalendar(name: String) throws {
        let seed = TestEnvironment.seed
        print("\(name): TALLY_SEED=\(seed)")
        var random = SeededGenerator(seed: seed)
        let zone = try BudgetTimeZone(named: name)
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = try #require(TimeZone(identifier: name))
        calendar.firstWeekday = 2
        calendar.minimumDaysInFirstWeek = 4
        for _ in 0..<1_000 {
            // From 1975 to 2060; later Foundation does not know rules either.
            let seconds = Int64.random(in: 157_766_400..<2_840_140_800, using: &random)
            let time = Timestamp(millisecondsSince1970: seconds * 1_000 + 500)
            let date = Date(timeIntervalSince1970: TimeInterval(seconds))
            for (window, unit) in [(BudgetWindow.day, Calendar.Component.day), (.week, .weekOfYear), (.month, .month)] {
                let span = window.span(holding: time, in: zone)
                let interval = try #require(calendar.dateInterval(of: unit, for: date))
                let expected = WindowSpan(
                    start: Int64(interval.start.timeIntervalSince1970) * 1_000,
                    end: Int64(interval.end.timeIntervalSince1970) * 1_000
                )
                // Samoa skipped 30 December 2011: that week had six days, and Foundation says seven.
                if name == "Pacific/Apia", span.start == 1_324_893_600_000, window == .week { continue }
                #expect(span == expected, "\(window) of \(seconds) in \(name), seed \(seed)")
            }
        }
    }

    @Test(arguments: Self.zones) func windowsFollowEachOtherWithoutGapOrOverlap(name: String) throws {
        let zone = try BudgetTimeZone(named: name)
        for window in [BudgetWindow.day, .week, .month] {
            var span = window.span(holding: Timestamp(millisecondsSince1970: 1_600_000_000_000), in: zone)
            for _ in 0..<1_000 {
                let next = window.span(holding: Timestamp(millisecondsSince1970: span.end), in: zone)
                #expect(next.start == span.end)
                #expect(next.end > next.start)
                span = next
            }
        }
    }

    @Test func aDayOfSettingTheClockHas23Or25Hours() throws {
        let zone = try BudgetTimeZone(named: "Europe/Berlin")
        func hours(_ time: Int64) -> Int64 {
            let span = BudgetWindow.day.span(holding: Timestamp(millisecondsSince1970: time * 1_000), in: zone)
            return (span.end - span.start) / 3_600_000
        }
        #expect(hours(1_774_742_400) == 23)  // 2026-03-29
        #expect(hours(1_792_886_400) == 25)  // 2026-10-25
        #expect(hours(1_793_793_600) == 24)  // 2026-11-04
    }

    @Test func anHourEndsWhereTheClockOfThePlaceSaysSo() throws {
        let time = Timestamp(millisecondsSince1970: 1_793_793_600_000)
        let zone = try BudgetTimeZone(named: "Asia/Kolkata")
        let span = BudgetWindow.hour.span(holding: time, in: zone)
        // 17:30 there.
        #expect(span == WindowSpan(start: 1_793_791_800_000, end: 1_793_795_400_000))
        let minute = BudgetWindow.minute.span(holding: Timestamp(millisecondsSince1970: 59_999), in: .utc)
        #expect(minute == WindowSpan(start: 0, end: 60_000))
        let early = BudgetWindow.minute.span(holding: Timestamp(millisecondsSince1970: -1), in: .utc)
        #expect(early == WindowSpan(start: -60_000, end: 0))
    }

    @Test func aZoneThatIsNotThereIsSaidSo() {
        #expect { try BudgetTimeZone(named: "Europe/Atlantis") } throws: { error in
            (error as? BudgetError)?.code == .unknownTimeZone && "\(error)".contains("Europe/Atlantis")
        }
        for name in ["", "../../etc/passwd", "Europe//Berlin", "Europe", "zone1970.tab", "a\nb"] {
            #expect(throws: BudgetError.self) { try BudgetTimeZone(named: name) }
        }
        #expect { try BudgetTimeZone(named: "Europe/Berlin", folders: ["/nowhere"]) } throws: { error in
            (error as? BudgetError)?.code == .noTimeZones && "\(error)".contains("tzdata")
        }
        #expect(throws: Never.self) { try BudgetTimeZone(named: "UTC", folders: ["/nowhere"]) }
    }

    @Test func damagedZoneFilesAreRefusedAndNeverTrap() throws {
        let seed = TestEnvironment.seed
        print("TALLY_SEED=\(seed)")
        var random = SeededGenerator(seed: seed)
        let whole = Array(try Data(contentsOf: URL(filePath: "/usr/share/zoneinfo/Europe/Berlin")))
        #expect(ZoneFile(whole) != nil)
        for count in 0..<whole.count { #expect(ZoneFile(Array(whole[..<count])) == nil) }
        for _ in 0..<5_000 {
            var damaged = whole
            for _ in 0..<Int.random(in: 1...8, using: &random) {
                damaged[Int.random(in: 0..<damaged.count, using: &random)] = UInt8.random(in: 0...255, using: &random)
            }
            _ = ZoneFile(damaged).flatMap { ZoneRule($0.footer) }?.offset(at: 1_793_793_600)
        }
    }

    @Test(arguments: [
        ("CET-1CEST,M3.5.0,M10.5.0/3", 3_600, 7_200), ("EST5EDT,M3.2.0,M11.1.0", -18_000, -14_400),
        ("<+0330>-3:30", 12_600, 12_600), ("IST-1GMT0,M10.5.0,M3.5.0/1", 0, 3_600),
        ("<-02>2<-01>,M3.5.0/-1,M10.5.0/0", -7_200, -3_600), ("AAA3BBB,J60/0,J300", -10_800, -7_200),
    ]) func rulesOfYearsAreRead(text: String, winter: Int64, summer: Int64) throws {
        let rule = try #require(ZoneRule(text))
        #expect(rule.offset(at: 1_767_268_800) == winter)  // 2026-01-01
        #expect(rule.offset(at: 1_782_907_200) == summer)  // 2026-07-01
    }

    @Test(arguments: ["", "C-1", "CET", "CET-1CEST", "CET-1CEST,M3.5.0", "CET-1CEST,M13.5.0,M10.5.0", "CET-1x", "<CET"])
    func whatIsNoRuleIsNone(text: String) {
        #expect(ZoneRule(text) == nil)
    }

    @Test func aRollingWindowForgetsNothingThatIsNotPast() throws {
        let seed = TestEnvironment.seed
        print("TALLY_SEED=\(seed)")
        var random = SeededGenerator(seed: seed)
        let book = try BudgetBook([Budget("hour", .tokens(1_000), per: .rolling(.seconds(3_600)))])
        var spent: [(time: Int64, tokens: Int)] = []
        var now = BudgetSamples.noon
        for _ in 0..<5_000 {
            now = now.plus(seconds: Int64.random(in: 0..<60, using: &random))
            let tokens = Int.random(in: 1..<100, using: &random)
            let last = now.millisecondsSince1970 - 3_600_000
            let exact = spent.reduce(0) { $1.time > last ? $0 + $1.tokens : $0 }
            let longer = spent.reduce(0) { $1.time > last - 60_000 ? $0 + $1.tokens : $0 }
            let counted = Int(book.counted(at: now).spent)
            #expect(exact...max(longer, exact) ~= counted, "seed \(seed)")
            if let reservation = book.reserve(BudgetSamples.call(tokens), at: now).reservation {
                #expect(exact + tokens <= 1_000, "seed \(seed)")
                reservation.settle(tokens: tokens, cost: nil)
                spent.append((now.millisecondsSince1970, tokens))
            } else {
                #expect(longer + tokens > 1_000, "seed \(seed)")
            }
        }
    }
}
