public import TallyMetering
internal import TallyPricing

/// Batches of events as CloudEvents 1.0 (`application/cloudevents-batch+json`), which OpenMeter takes.
///
/// OpenMeter's first version answers 204 and compares the content type letter by letter, its third answers 202; both get
/// the same. What one event is says ``detail``. An event's id is that of its record, with the counter behind it where there
/// are several, so that an event that comes again is known by `source` and `id`. Outcomes and drops are events of a type of
/// their own (``type`` with `.outcome` or `.drop` behind it), which no meter counts.
public struct CloudEventsEncoding: RecordEncoding {
    /// What one event is.
    public enum Detail: String, Hashable, Sendable, CaseIterable {
        /// One for each call; its `data` is the whole record: `$.usage.input_uncached`, `$.total_tokens`, `$.model`.
        case call
        /// One for each counter of a call that says something: `$.quantity`, `$.counter`, `$.unit`, `$.model`.
        ///
        /// The counters are the disjoint classes of tokens, and what else is counted than tokens. A call that used
        /// nothing gives no event and is left out. Money is not in these events.
        case counter
    }

    /// What one event is.
    public var detail = Detail.call
    /// Who is charged: the `subject`.
    public var subject = TagRule()
    /// Where events come from: a URI that stays the same for ever, since it is a part of their identity.
    public var source = "urn:tally"
    /// What events are called, best with a domain in front: `com.example.llm.usage`.
    public var type = "tally.usage"
    /// How much one request may have.
    public var limits = RequestLimits()

    /// Creates the encoding.
    public init() {}

    /// `application/cloudevents-batch+json`.
    public var contentType: String { "application/cloudevents-batch+json" }
    /// An array.
    public var frame: BodyFrame { .jsonArray }

    /// Appends the events of the record.
    public func append(_ record: MeteringRecord, to items: inout RequestItems) {
        switch record {
        case .usage(let call) where self.detail == .counter: self.appendCounters(of: call, record, to: &items)
        case .usage: self.append(record, self.type, to: &items)
        case .outcome: self.append(record, self.type + ".outcome", to: &items)
        case .drop: self.append(record, self.type + ".drop", to: &items)
        }
    }

    private func append(_ record: MeteringRecord, _ type: String, to items: inout RequestItems) {
        self.appendEvent(of: record, "\(record.id)", type, to: &items) { $0.write("data", record: record) }
    }

    private func appendCounters(of call: UsageRecord, _ record: MeteringRecord, to items: inout RequestItems) {
        call.billableUsage.forEach { counter, quantity in
            guard counter.whole == nil, counter != .requests, quantity != 0 else { return }
            self.appendEvent(of: record, "\(call.id)/\(counter.rawValue)", self.type, to: &items) { writer in
                writer.write("data") { writer in
                    writer.write("counter", counter.rawValue)
                    writer.write("unit", counter.unit)
                    writer.write("quantity", quantity)
                    writer.write("model", call.model)
                    writer.write("provider", call.provider)
                    for key in call.tags.keys where !Self.names.contains(key) { writer.write(key, call.tags[key]) }
                }
            }
        }
    }

    /// The names in `data` that a tag can not take.
    private static let names: Set<String> = ["counter", "unit", "quantity", "model", "provider"]

    private func appendEvent(
        of record: MeteringRecord,
        _ id: String,
        _ type: String,
        to items: inout RequestItems,
        data: (inout JSONWriter) -> Void
    ) {
        items.append { bytes in
            JSONWriter.appendObject(to: &bytes) { writer in
                writer.write("specversion", "1.0")
                writer.write("id", id)
                writer.write("source", self.source)
                writer.write("type", type)
                writer.write("subject", self.subject.value(in: record.tags))
                writer.write("time", record.time.description)
                writer.write("datacontenttype", "application/json")
                data(&writer)
            }
        }
    }
}

extension UsageRecord {
    /// What the call and its further samplings used together.
    var billableUsage: TokenUsage {
        self.furtherSamplings.reduce(self.usage) { $0 + $1.usage }
    }
}

extension RecordEncoding where Self == CloudEventsEncoding {
    /// Batches of CloudEvents.
    public static var cloudEvents: CloudEventsEncoding { CloudEventsEncoding() }
}
