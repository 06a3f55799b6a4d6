import TallyMetering
import Testing

@testable import TallyHTTPExport

@Suite struct StatusRulesTests {
    @Test(
        arguments: [
            (200, nil), (202, nil), (204, nil), (299, nil), (301, .misconfigured), (304, .misconfigured),
            (400, .rejected), (401, .misconfigured), (403, .misconfigured), (404, .misconfigured),
            (405, .misconfigured), (408, .timeout), (413, .tooLarge), (415, .misconfigured), (422, .rejected),
            (425, .unavailable), (429, .throttled), (500, .unavailable), (501, .misconfigured), (502, .unavailable),
            (503, .unavailable), (504, .timeout), (505, .misconfigured), (520, .unavailable), (100, .misconfigured),
            (999, .misconfigured),
        ] as [(Int, ExportError.Code?)]
    )
    func usualStatuses(status: Int, code: ExportError.Code?) {
        #expect(StatusRules.usual.code(of: status) == code)
    }

    /// "The request has been accepted" and the table of retryable codes of the OTLP specification.
    @Test(arguments: 200...599)
    func openTelemetryRetriesFourOnly(status: Int) {
        let code = StatusRules.openTelemetry.code(of: status)
        let isRetryable = code.map { ExportError($0, "").isRetryable } ?? false
        #expect(isRetryable == [429, 502, 503, 504].contains(status))
        #expect((code == nil) == (200...299 ~= status))
    }
}
