internal import TallyMetering

extension OTLPWriter {
    /// Writes an event for each of `records`.
    mutating func logs(_ records: [MeteringRecord], _ content: OTLPContent, _ resource: OTLPResource) {
        self.request("resourceLogs", "scopeLogs", "logRecords", content, resource) { writer in
            var line: [UInt8] = []
            for record in records { writer.event(record, content, &line) }
        }
    }

    /// Writes one event; `line` is lent, so that the next need not allocate.
    private mutating func event(_ record: MeteringRecord, _ content: OTLPContent, _ line: inout [UInt8]) {
        self.object { writer in
            // The event is observed where it happens, so both times are the record's, and a resend is the same event.
            writer.field("timeUnixNano", record.time.nanoseconds)
            writer.field("observedTimeUnixNano", record.time.nanoseconds)
            writer.field("severityNumber", enumeration: record.severity)
            if content.includesRecords {
                line.removeAll(keepingCapacity: true)
                RecordJSON.append(record, to: &line)
                writer.object("body") { [line] writer in writer.field("stringValue", utf8: line) }
            }
            writer.attributes(record.attributes(content))
            if case .usage(let usage) = record {
                let span = CallSpan(usage)
                writer.field("traceId", hexadecimal: span.trace.high, span.trace.low)
                writer.field("spanId", hexadecimal: span.span)
            }
            writer.field("eventName", record.eventName)
        }
    }
}

extension MeteringRecord {
    /// What the event is called.
    fileprivate var eventName: String {
        switch self {
        case .usage: "tally.usage"
        case .outcome: "tally.outcome"
        case .drop: "tally.drop"
        }
    }

    /// INFO, or WARN where records are missing.
    fileprivate var severity: Int {
        if case .drop = self { 13 } else { 9 }
    }

    /// The attributes of the event, each name once.
    fileprivate func attributes(_ content: OTLPContent) -> [OTLPAttribute] {
        switch self {
        case .usage(let record): record.attributes(content)
        case .outcome(let record): record.attributes(content)
        case .drop(let record): record.attributes
        }
    }
}

extension OutcomeRecord {
    fileprivate func attributes(_ content: OTLPContent) -> [OTLPAttribute] {
        var attributes: [OTLPAttribute] = []
        attributes.add("tally.record.id", self.id.description)
        switch self.subject {
        case .call(let id): attributes.add("tally.call.id", id.description)
        case .interaction(let id): attributes.add("tally.interaction.id", id)
        case .session(let id): attributes.add("gen_ai.conversation.id", id)
        }
        attributes.add("tally.outcome", self.outcome.rawValue)
        self.tags.forEach { key, value in
            if content.tags.contains(key) { attributes.add("tally.tag.\(key)", value) }
        }
        return attributes
    }
}

extension DropRecord {
    fileprivate var attributes: [OTLPAttribute] {
        var attributes: [OTLPAttribute] = []
        attributes.add("tally.record.id", self.id.description)
        attributes.add("tally.exporter", self.exporter)
        attributes.add("tally.drop.reason", self.reason.rawValue)
        attributes.add("tally.drop.records", self.amount.records)
        attributes.add("tally.drop.tokens", self.amount.tokens)
        attributes.add("tally.drop.cost_usd", self.amount.cost.description)
        attributes.add("tally.drop.unpriced_records", self.amount.unpricedRecords)
        return attributes
    }
}
