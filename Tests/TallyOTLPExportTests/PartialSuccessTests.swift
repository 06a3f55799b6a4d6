import Testing

@testable import TallyOTLPExport

@Suite struct PartialSuccessTests {
    private static func read(_ body: String, _ type: String? = "application/json") -> PartialSuccess? {
        PartialSuccess(Array(body.utf8), contentType: type, signal: .traces)
    }

    @Test(arguments: [
        "", "{}", #"{"partialSuccess":null}"#, #"{"partialSuccess":{}}"#, #"{"partialSuccess":{"rejectedSpans":"0"}}"#,
        #"{"partialSuccess":{"rejectedSpans":null,"errorMessage":""}}"#, "[]", "null", "<html>",
        #"{"partialSuccess":7}"#,
        #"{"partialSuccess":{"rejectedLogRecords":"9"}}"#, "{\"partialSuccess\":",
    ])
    func saysNothingWhereNothingIsSaid(_ body: String) {
        #expect(Self.read(body) == nil)
    }

    @Test(arguments: ["application/json", "application/json; charset=utf-8", "Application/JSON"])
    func readsWhatWasRefused(_ type: String) {
        let text = Self.read(#"{"partialSuccess":{"rejectedSpans":"12","errorMessage":"no"},"more":1}"#, type)
        #expect(text?.rejected == 12)
        #expect(text?.message == "no")
        #expect(Self.read(#"{"partialSuccess":{"rejectedSpans":12}}"#, type)?.rejected == 12)
        let warning = Self.read(#"{"partialSuccess":{"errorMessage":"slow down"}}"#, type)
        #expect(warning?.rejected == 0)
        #expect(warning?.message == "slow down")
    }

    @Test(arguments: ["application/x-protobuf", "text/html", nil])
    func doesNotReadWhatIsNoJSON(_ type: String?) {
        #expect(Self.read(#"{"partialSuccess":{"rejectedSpans":"12"}}"#, type) == nil)
    }
}
