import TallyMetering
import Testing

@testable import TallyHTTPExport

@Suite struct RetryAfterTests {
    /// Sun, 06 Nov 1994 08:49:37 GMT, the moment that RFC 9110 writes in its three forms.
    private static let now = Timestamp(millisecondsSince1970: 784_111_777_000)

    @Test(
        arguments: [
            (["120"], 120), (["0"], nil), (["1.5"], 2), (["1.0"], 1), ([" 7 "], 7), (["3", "5", "4"], 5),
            (["nonsense"], nil), ([], nil), ([""], nil), (["-5"], nil), (["5 seconds"], nil), (["1e3"], nil),
            (["+5"], nil), (["0x10"], nil), (["nonsense", "9"], 9), (["3600"], 3_600), (["3601"], 3_600),
            (["99999999999999999999999999"], 3_600), (["9223372036854775807"], 3_600),
            (["Sun, 06 Nov 1994 08:50:07 GMT"], 30), (["Sunday, 06-Nov-94 08:50:07 GMT"], 30),
            (["Sun Nov  6 08:50:07 1994"], 30), (["Sun, 06 Nov 1994 08:49:37 GMT"], nil),
            (["Wed, 21 Oct 1970 07:28:00 GMT"], nil), (["Fri, 31 Dec 9999 23:59:59 GMT"], 3_600),
            (["Sun, 06 Nov 1994 08:50:07 GMT", "2"], 30), (["Sun, 31 Feb 1995 08:50:07 GMT"], nil),
            (["Sun, 06 Nov 1994 24:50:07 GMT"], nil), (["Sun, 06 Nov 1994 08:50:07 CET"], nil),
            (["Sun, 06 Nov 1994 08:50 GMT"], nil), (["06 Nov 1994 08:50:07 GMT"], nil),
            (["Thursday, 01-Jan-70 00:00:00 GMT"], nil), (["sun, 06 nov 1994 08:50:07 gmt"], 30),
            (["Sun, 6 Nov 1994 08:50:07 GMT"], 30), (["Sun, 06 Nov 1994 08:50:07 GMT and more"], nil),
        ] as [([String], Int?)]
    )
    func isReadInAllForms(values: [String], seconds: Int?) {
        let delay = RetryAfter.delay(values, at: Self.now, maximum: .seconds(3_600))
        #expect(delay == seconds.map { Duration.seconds($0) })
    }

    @Test func twoDigitsOfAYearAreOfTheCenturyAround2000() {
        #expect(HTTPDate.parse("Friday, 01-Jan-27 00:00:00 GMT")?.description == "2027-01-01T00:00:00.000Z")
        #expect(HTTPDate.parse("Friday, 01-Jan-99 00:00:00 GMT")?.description == "1999-01-01T00:00:00.000Z")
    }
}
