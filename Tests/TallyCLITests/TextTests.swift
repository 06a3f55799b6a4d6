import TallyEstimation
import Testing

@testable import TallyCLI

@Suite struct TextTests {
    @Test(arguments: [
        ("0", "$0"), ("1234.567", "$1,234.57"), ("1", "$1.00"), ("2.5", "$2.50"), ("0.5", "$0.50"),
        ("0.0125", "$0.0125"),
        ("0.000123456", "$0.0001235"), ("0.000000000001", "$0.000000000001"), ("0.99999", "$1.00"), ("0.1", "$0.10"),
        ("-0.5", "-$0.50"), ("0.05", "$0.05"), ("1000000", "$1,000,000.00"), ("0.000000012345", "$0.00000001234"),
    ])
    func moneyIsShortButNeverRoundedToNothing(amount: String, expected: String) throws {
        #expect(MoneyText.short(try #require(Money(amount))) == expected)
    }

    @Test(arguments: [
        ("3", "$3.00"), ("2.5", "$2.50"), ("0.0125", "$0.0125"), ("0", "$0.00"), ("-12345.678", "-$12,345.678"),
    ])
    func exactMoneyKeepsAllDecimals(amount: String, expected: String) throws {
        #expect(MoneyText.exact(try #require(Money(amount))) == expected)
    }

    @Test func manyCallsSaturate() {
        #expect(Money.max.times(2) == .max)
        #expect(Money.dollars(3).times(4) == .dollars(12))
    }

    @Test(arguments: [(0, "0"), (7, "7"), (999, "999"), (1_000, "1,000"), (1_234_567, "1,234,567"), (-1_000, "-1,000")])
    func digitsAreGrouped(number: Int, expected: String) {
        #expect(NumberText.grouped(number) == expected)
    }

    @Test(arguments: [
        (0, 100, "0.0%"), (1, 1_000_000, "<0.1%"), (1, 3, "33.3%"), (300, 200, "150.0%"), (5, 0, "unknown"),
        (Int.max, Int.max, "100.0%"),
    ])
    func sharesNeverShowSomethingAsNothing(part: Int, whole: Int, expected: String) {
        #expect(NumberText.share(part, of: whole) == expected)
    }

    @Test(
        arguments: [
            ("1970-01-01", 0), ("1969-12-31", -86_400), ("2000-02-29", 951_782_400), ("2026-11-05", 1_793_836_800),
            ("1900-03-01", -2_203_891_200),
        ] as [(String, Int64)]
    )
    func daysAreSecondsAndBack(text: String, seconds: Int64) throws {
        #expect(try #require(CalendarDay(text)).secondsSince1970 == seconds)
        #expect(CalendarDay(secondsSince1970: seconds).text == text)
        #expect(CalendarDay(secondsSince1970: seconds + 86_399).text == text)
    }

    @Test(arguments: ["2026-02-29", "1900-02-29", "2026-13-01", "2026-1-01", "x", "2026-01-01Z", "+026-01-01"])
    func whatIsNoDayIsRefused(text: String) {
        #expect(CalendarDay(text) == nil)
    }

    @Test func aTableIsAsWideAsItsCells() {
        let table = TextTable(columns: [.text("name"), .number("n"), .text("note")])
        #expect(
            table.text([["a", "1,000", ""], ["long name", "2", "x"]]) == """
                name           n  note
                a          1,000
                long name      2  x

                """
        )
    }

    @Test func jsonEscapesWhatItMust() {
        #expect(JSONValue.string("a\"\\\n\t\u{1}\u{7F}é").text == #""a\"\\\n\t\u0001\u007fé""#)
        #expect(JSONValue.array([.null, .bool(true), .integer(-1), .decimal("0.10")]).text == "[null,true,-1,0.10]")
    }

    @Test func progressWaitsAndIsErased() {
        let start = ContinuousClock.now
        let line = ProgressLine(isShown: true, start: start)
        #expect(line.update(at: start + .milliseconds(299)) { "early" } == nil)
        #expect(line.erase() == nil)
        #expect(line.update(at: start + .milliseconds(300)) { "shown" } == "\r\u{1B}[Kshown")
        #expect(line.update(at: start + .milliseconds(350)) { "too soon" } == nil)
        #expect(line.erase() == "\r\u{1B}[K")
        #expect(line.erase() == nil)
        #expect(line.update(at: start, isBeforeLongStep: true) { "long" } == "\r\u{1B}[Klong")
        #expect(ProgressLine(isShown: false, start: start).update(at: start + .seconds(9)) { "never" } == nil)
    }
}
