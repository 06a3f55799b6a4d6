import TallyMetering
import TallyPricing
import Testing

@testable import TallyReports

@Suite struct ValueTextTests {
    @Test(arguments: [
        ("0", "$0.00"), ("1", "$1.00"), ("1234.565", "$1,234.56"), ("1234.575", "$1,234.58"),
        ("-1234567.5", "-$1,234,567.50"),
        ("0.5", "$0.50"), ("0.125", "$0.125"), ("0.1", "$0.10"), ("0.9996", "$1.00"), ("0.012345", "$0.0123"),
        ("0.00004567", "$0.0000457"), ("0.000000000001", "$0.000000000001"), ("-0.000000000012", "-$0.000000000012"),
        ("0.00100", "$0.001"), ("170141183460469231731687303.715884105727", "$170,141,183,460,469,231,731,687,303.72"),
    ])
    func moneyIsReadable(amount: String, text: String) throws {
        #expect(ValueText.text(try #require(Money(amount))) == text)
    }

    @Test func extremesOfMoneyAreWritten() {
        #expect(ValueText.text(Money.min) == "-$170,141,183,460,469,231,731,687,303.72")
    }

    @Test(arguments: [
        (0, "0.0%"), (1, "100.0%"), (0.25, "25.0%"), (0.0004, "<0.1%"), (0.0005, "0.1%"), (0.9995, ">99.9%"),
        (0.9994, "99.9%"),
        (12.345, "1,234.5%"), (-0.25, "-25.0%"), (-0.0001, ">-0.1%"), (.nan, "–"), (.infinity, "–"),
    ])
    func sharesNeverHideAPart(share: Double, text: String) {
        #expect(ValueText.text(share: share) == text)
    }

    @Test(arguments: [
        (0, "0"), (1, "1.00"), (12.34, "12.3"), (1234.5, "1,235"), (0.5, "0.500"), (0.01234, "0.0123"),
        (-3.14159, "-3.14"),
        (1e-9, "1e-09"), (1e300, "1e+300"), (999_999_999_999_999, "999,999,999,999,999"), (.nan, "–"),
    ])
    func numbersHaveDigitsThatSaySomething(number: Double, text: String) {
        #expect(ValueText.text(number: number) == text)
    }

    @Test(arguments: [
        (Duration.zero, "0 s"), (.nanoseconds(7), "7.0 ns"), (.microseconds(120), "120 µs"),
        (.milliseconds(850), "850 ms"),
        (.microseconds(1_500), "1.5 ms"), (.milliseconds(1_854), "1.85 s"), (.milliseconds(59_994), "59.99 s"),
        (.milliseconds(59_995), "1 min 0 s"), (.seconds(200), "3 min 20 s"), (.milliseconds(3_599_500), "1 h 0 min"),
        (.seconds(7_500), "2 h 5 min"), (.seconds(86_400 * 3 + 4 * 3_600), "3 d 4 h"), (.seconds(-2), "-2.00 s"),
    ])
    func durationsHaveTheUnitThatFits(duration: Duration, text: String) {
        #expect(ValueText.text(duration) == text)
    }

    @Test func extremesOfDurationsAreWritten() {
        #expect(ValueText.text(Duration.seconds(Int64.max)) == "106,751,991,167,300 d 16 h")
        #expect(!ValueText.text(Duration.seconds(Int64.min)).isEmpty)
    }

    @Test func timesOfAColumnHaveOnePrecision() {
        let day = Timestamp(millisecondsSince1970: 1_790_812_800_000)
        var table = ReportTable("t", "T", columns: [ReportColumn("day", "Day", .dimension)])
        table.rows = [.init([.time(day)])]
        #expect(table.layouts[0].precision == .day)
        table.rows.append(.init([.time(day + .seconds(60))]))
        #expect(table.readableCells(table.rows[0], table.layouts) == ["2026-10-01 00:00"])
        table.rows.append(.init([.time(Timestamp(millisecondsSince1970: .max))]))
        #expect(table.readableCells(table.rows[2], table.layouts) == ["9999-12-31 23:59:59.999"])
    }

    @Test func widthsAreThoseOfATerminal() {
        for (text, width) in [
            ("", 0), ("plain", 5), ("中文", 4), ("한", 2), ("e\u{301}", 1), ("\u{1F469}\u{200D}\u{1F680}", 2),
            ("\u{1F1E9}\u{1F1EA}", 2), ("☎\u{FE0F}", 2), ("Ω", 1), ("ｶ", 1),
        ] {
            #expect(TextWidth.width(text) == width, "\(text)")
        }
        #expect(TextWidth.prefix("中文模型", columns: 5) == "中文…")
        #expect(TextWidth.prefix("中文", columns: 4) == "中文")
    }
}
