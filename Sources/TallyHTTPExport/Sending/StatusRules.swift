public import TallyMetering

/// What the statuses of a protocol mean for the records of a request.
///
/// | status | ``usual`` | ``openTelemetry`` |
/// |---|---|---|
/// | 2xx | taken | taken |
/// | 3xx | misconfigured | misconfigured |
/// | 400, 409, 422 | rejected | rejected |
/// | 408, 425 | timeout, unavailable | rejected |
/// | 413 | too large | too large |
/// | 429 | throttled | throttled |
/// | 501, 505 | misconfigured | rejected |
/// | 502, 503, 504 | unavailable, timeout | unavailable, timeout |
/// | other 4xx | misconfigured | misconfigured for 401, 403, 404, 405, 407, 415; else rejected |
/// | other 5xx | unavailable | rejected |
///
/// "Rejected" and "too large" make the caller split the batch, down to the record that the receiver does not want.
/// "Misconfigured" concerns all records: an operator has to look.
public struct StatusRules: Sendable, Hashable {
    /// The statuses after which the same request is sent again, and with which code.
    package var retryable: [Int: ExportError.Code]
    /// The statuses that say that these records are refused.
    package var rejected: Set<Int>
    /// Whether the statuses from 500 on that are in neither table are worth another try.
    package var retriesServerErrors: Bool
    /// Whether the statuses from 400 to 499 that are in neither table are about the records.
    package var rejectsUnknown: Bool

    /// What most receivers of JSON mean: OpenMeter, Lago, ClickHouse behind a proxy, one's own.
    public static let usual = StatusRules(
        retryable: [408: .timeout, 425: .unavailable, 429: .throttled, 504: .timeout],
        rejected: [400, 409, 422],
        retriesServerErrors: true,
        rejectsUnknown: false
    )

    /// What OpenTelemetry says (OTLP 1.11, "Failures"): only 429, 502, 503 and 504 are tried again.
    public static let openTelemetry = StatusRules(
        retryable: [429: .throttled, 502: .unavailable, 503: .unavailable, 504: .timeout],
        rejected: [400, 422, 500],
        retriesServerErrors: false,
        rejectsUnknown: true
    )

    private static let misconfigured: Set<Int> = [401, 402, 403, 404, 405, 406, 407, 410, 411, 415, 421, 426, 428]

    /// What `status` means; nil if the records were taken.
    public func code(of status: Int) -> ExportError.Code? {
        if let code = self.retryable[status] { return code }
        if self.rejected.contains(status) { return .rejected }
        switch status {
        case 200...299: return nil
        case 413: return .tooLarge
        case 400...499:
            return self.rejectsUnknown && !Self.misconfigured.contains(status) ? .rejected : .misconfigured
        case 500...599:
            guard self.retriesServerErrors else { return .rejected }
            return status == 501 || status == 505 ? .misconfigured : .unavailable
        default: return .misconfigured
        }
    }
}
