internal import TallyMetering

extension OTLPWriter {
    /// Writes the spans of the calls among `records`.
    ///
    /// - Returns: How many there are; a request without spans is refused by some receivers.
    mutating func traces(_ records: [MeteringRecord], _ content: OTLPContent, _ resource: OTLPResource) -> Int {
        var count = 0
        self.request("resourceSpans", "scopeSpans", "spans", content, resource) { writer in
            for case .usage(let record) in records {
                writer.span(record, content)
                count += 1
            }
        }
        return count
    }

    private mutating func span(_ record: UsageRecord, _ content: OTLPContent) {
        let span = CallSpan(record)
        self.object { writer in
            writer.field("traceId", hexadecimal: span.trace.high, span.trace.low)
            writer.field("spanId", hexadecimal: span.span)
            writer.field("name", "\(record.operationName) \(record.requestedModel ?? record.model)")
            writer.field("kind", enumeration: 3)  // SPAN_KIND_CLIENT
            writer.field("startTimeUnixNano", span.start)
            writer.field("endTimeUnixNano", span.end)
            writer.attributes(record.attributes(content))
            if let errorKind = record.errorKind {
                writer.object("status") { writer in
                    writer.field("message", errorKind)
                    writer.field("code", enumeration: 2)  // STATUS_CODE_ERROR
                }
            }
        }
    }
}
