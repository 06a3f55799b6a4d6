public import TallyMetering
internal import TallyPricing

extension ClickHouseEncoding {
    /// Appends the row of a record of any kind; columns that a kind does not have keep their defaults.
    public func append(_ record: MeteringRecord, to items: inout RequestItems) {
        items.append { bytes in
            JSONWriter.appendObject(to: &bytes) { writer in
                writer.write("id", "\(record.id)")
                writer.write("time", record.time.description)
                writer.write("time_ms", Int(record.time.millisecondsSince1970))
                switch record {
                case .usage(let call):
                    writer.write("kind", "usage")
                    Self.write(call, to: &writer)
                case .outcome(let outcome):
                    writer.write("kind", "outcome")
                    writer.write("outcome", outcome.outcome.rawValue)
                    Self.write(outcome.tags, to: &writer)
                case .drop(let drop):
                    writer.write("kind", "drop")
                    writer.write("reason", drop.reason.rawValue)
                    writer.write("dropped_records", drop.amount.records)
                    writer.write("dropped_tokens", drop.amount.tokens)
                    writer.write("dropped_cost_usd", number: drop.amount.cost)
                }
                writer.write("record", text: record)
            }
            bytes.append(UInt8(ascii: "\n"))
        }
    }

    private static func write(_ call: UsageRecord, to writer: inout JSONWriter) {
        writer.write("call_id", "\(call.callID)")
        writer.write("attempt", call.attempt)
        Self.write(call.tags, to: &writer)
        writer.write("provider", call.provider)
        writer.write("model", call.model)
        writer.write("error", call.errorKind)
        writer.write("input_tokens", call.inputTokens)
        writer.write("output_tokens", call.outputTokens)
        writer.write("total_tokens", call.totalTokens)
        call.billableUsage.forEach { counter, quantity in
            if counter.isClass { writer.write(counter.rawValue, quantity) }
        }
        // A number: the oldest versions take no decimal in quotes, and none rounds one without.
        writer.write("cost_usd", number: call.totalCost)
        writer.write("duration_ms", call.duration.map(Self.milliseconds))
    }

    private static func write(_ tags: UsageTags, to writer: inout JSONWriter) {
        for (column, key) in [
            ("team", "team"), ("feature", "feature"), ("use_case", "use_case"), ("environment", "environment"),
            ("customer", "customer"), ("user", "user"),
        ] {
            writer.write(column, tags[key])
        }
    }

    private static func milliseconds(_ duration: Duration) -> Int {
        let (seconds, attoseconds) = duration.components
        let (milliseconds, overflow) = Int(seconds).multipliedReportingOverflow(by: 1_000)
        return overflow ? .max : milliseconds.addingSaturated(Int(attoseconds / 1_000_000_000_000_000))
    }
}
