import Foundation
import TallyTestSupport
import Testing

@testable import TallyMetering

@Suite struct TimestampTests {
    @Test(
        arguments: [
            ("1970-01-01T00:00:00.000Z", 0), ("1969-12-31T23:59:59.999Z", -1),
            ("2024-02-29T12:34:56.789Z", 1_709_210_096_789),
            ("0000-01-01T00:00:00.000Z", -62_167_219_200_000), ("9999-12-31T23:59:59.999Z", 253_402_300_799_999),
            ("2000-03-01T00:00:00.001Z", 951_868_800_001),
        ] as [(String, Int64)]
    )
    func aMomentIsWrittenAsInRFC3339(text: String, milliseconds: Int64) {
        let time = Timestamp(millisecondsSince1970: milliseconds)
        #expect(time.description == text)
        #expect(Timestamp(text) == time)
    }

    @Test(arguments: [
        ("2026-11-21T18:14:31Z", "2026-11-21T18:14:31.000Z"), ("2026-11-21t18:14:31.5z", "2026-11-21T18:14:31.500Z"),
        ("2026-11-21 18:14:31.04+00:00", "2026-11-21T18:14:31.040Z"),
        ("2026-11-21T18:14:31.123999999Z", "2026-11-21T18:14:31.123Z"),
        ("2026-11-21T00:14:31.000+05:45", "2026-11-20T18:29:31.000Z"),
        ("2026-11-21T20:14:31-08:00", "2026-11-22T04:14:31.000Z"),
        ("2026-11-21T18:14:31-00:00", "2026-11-21T18:14:31.000Z"),
        ("2016-12-31T23:59:60Z", "2017-01-01T00:00:00.000Z"),
    ])
    func otherFormsAreRead(text: String, same: String) {
        #expect(Timestamp(text)?.description == same)
    }

    @Test(arguments: [
        "", "2026-11-21", "2026-11-21T18:14:31", "2026-11-21T18:14:31.Z", "2026-11-21T18:14:31.1234567890Z",
        "2026-02-29T00:00:00Z", "2026-13-01T00:00:00Z", "2026-11-21T24:00:00Z", "2026-11-21T00:60:00Z",
        "2026-11-21T00:00:61Z", "2026-11-21T00:00:00+24:00", "2026-11-21T00:00:00+0100", "2026-11-21X00:00:00Z",
        "2026-11-21T00:00:00ZZ", "+026-11-21T00:00:00Z", "2026-11-2éT00:00:00Z", "2026-11-21T00:00:00.5+01:0",
        "2026-11-21T00:00:00.123456789+01:000",
    ])
    func otherTextIsNoMoment(text: String) {
        #expect(Timestamp(text) == nil)
    }

    @Test func everyMomentThatIsWrittenIsReadAgain() throws {
        let seed = TestEnvironment.seed
        print("2000 random moments, TALLY_SEED=\(seed)")
        var generator = SeededGenerator(seed: seed)
        let range =
            Timestamp.writable.lowerBound.millisecondsSince1970...Timestamp.writable.upperBound.millisecondsSince1970
        for _ in 0..<2_000 {
            let time = Timestamp(millisecondsSince1970: .random(in: range, using: &generator))
            #expect(Timestamp(time.description) == time)
            #expect(try JSONDecoder().decode([Timestamp].self, from: JSONEncoder().encode([time])) == [time])
            let other = Timestamp(millisecondsSince1970: .random(in: range, using: &generator))
            #expect((time < other) == (time.description < other.description))
            #expect(other + (time - other) == time)
            #expect(time.date.description == String(time.description.prefix(10)))
        }
    }

    @Test func whatHasNoTextIsWrittenAsTheNearest() {
        #expect(Timestamp(millisecondsSince1970: .min).description == "0000-01-01T00:00:00.000Z")
        #expect(Timestamp(millisecondsSince1970: .max).description == "9999-12-31T23:59:59.999Z")
    }

    @Test func sumsAreRoundedDownAndStayInTheRange() {
        let time = Timestamp(millisecondsSince1970: 10)
        #expect(time + .microseconds(1_999) == Timestamp(millisecondsSince1970: 11))
        #expect(time - .microseconds(1) == Timestamp(millisecondsSince1970: 9))
        #expect(time + .microseconds(-1_001) == Timestamp(millisecondsSince1970: 8))
        let (first, last) = (Timestamp(millisecondsSince1970: .min), Timestamp(millisecondsSince1970: .max))
        #expect(last + .seconds(Int64.max) == last)
        #expect(first - .seconds(Int64.max) == first)
        #expect(last - first == .milliseconds(Int64.max) - .milliseconds(Int64.min))
        #expect(first + (last - first) == last)
    }

    @Test func theSystemsClockShowsTheTime() {
        let before = Timestamp(millisecondsSince1970: Int64(Date().timeIntervalSince1970 * 1_000) - 1)
        let now = MeterClock.system.now()
        #expect(before <= now)
        #expect(now <= Timestamp(millisecondsSince1970: Int64(Date().timeIntervalSince1970 * 1_000) + 1))
        let start = MeterClock.system.elapsed()
        #expect(MeterClock.system.elapsed() >= start)
    }
}
