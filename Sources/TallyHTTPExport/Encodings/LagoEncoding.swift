public import TallyMetering
internal import TallyPricing

/// Batches of at most 100 events as Lago takes them at `/api/v1/events/batch`, one for each call.
///
/// `transaction_id` is the record's id and `timestamp` its time: both never change, so that an event that comes again is
/// the same one, in each of Lago's ways to store events. `properties` has the counters as numbers, and model, provider and
/// tags as text; `precise_total_amount_cents` is the cost of the call, if it is known. Outcomes and drops are left out: Lago
/// has no place for them.
///
/// Lago takes an event with a ``code`` that it does not know, and ignores it: try the configuration with one event.
public struct LagoEncoding: RecordEncoding {
    /// The code of the billable metric.
    public var code: String
    /// Which tag is the external id of the subscription.
    public var subscription = TagRule()
    /// How much one request may have; Lago takes at most 100 events.
    public var limits = RequestLimits(items: 100)

    /// Creates the encoding for a billable metric.
    public init(code: String) {
        self.code = code
    }

    /// `application/json`.
    public var contentType: String { "application/json" }
    /// An object with all events.
    public var frame: BodyFrame { BodyFrame(opening: #"{"events":["#, separator: ",", closing: "]}") }

    /// Appends the event of a call.
    public func append(_ record: MeteringRecord, to items: inout RequestItems) {
        guard case .usage(let call) = record else { return }
        items.append { bytes in
            JSONWriter.appendObject(to: &bytes) { writer in
                writer.write("transaction_id", "\(call.id)")
                writer.write("external_subscription_id", self.subscription.value(in: call.tags))
                writer.write("code", self.code)
                writer.write("timestamp", Self.timestamp(call.time))
                writer.write("precise_total_amount_cents", exact: call.totalCost, decimals: 10)
                writer.write("properties") { writer in Self.writeProperties(of: call, to: &writer) }
            }
        }
    }

    private static func writeProperties(of call: UsageRecord, to writer: inout JSONWriter) {
        writer.write("model", call.model)
        writer.write("provider", call.provider)
        writer.write("input_tokens", call.inputTokens)
        writer.write("output_tokens", call.outputTokens)
        writer.write("total_tokens", call.totalTokens)
        var names: Set<String> = ["model", "provider", "input_tokens", "output_tokens", "total_tokens"]
        call.billableUsage.forEach { counter, quantity in
            writer.write(counter.rawValue, quantity)
            names.insert(counter.rawValue)
        }
        for key in call.tags.keys where !names.contains(key) { writer.write(key, call.tags[key]) }
    }

    /// Seconds since 1970 with three decimals, as text.
    private static func timestamp(_ time: Timestamp) -> String {
        let milliseconds = time.millisecondsSince1970.magnitude
        let rest = "\(milliseconds % 1_000)"
        let decimals = String(repeating: "0", count: 3 - rest.utf8.count) + rest
        return "\(time.millisecondsSince1970 < 0 ? "-" : "")\(milliseconds / 1_000).\(decimals)"
    }
}
