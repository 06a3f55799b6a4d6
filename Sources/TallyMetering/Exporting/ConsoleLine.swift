/// A record in one line for people.
public enum ConsoleLine {
    /// The time of day in UTC, what it is, and its numbers; parts are two blanks apart, and what is not known is left out.
    ///
    /// Characters that would end the line or move the cursor are left out.
    public static func text(of record: MeteringRecord) -> String {
        let parts =
            switch record {
            case .usage(let usage): Self.parts(usage)
            case .outcome(let outcome): ["outcome \(outcome.outcome.rawValue)", Self.subject(outcome.subject)]
            case .drop(let drop): Self.parts(drop)
            }
        let line = ([Self.time(record.time)] + parts).joined(separator: "  ")
        return String(String.UnicodeScalarView(line.unicodeScalars.filter { !Self.isControl($0) }))
    }

    private static func parts(_ usage: UsageRecord) -> [String] {
        var parts = [usage.provider.map { "\($0)/\(usage.model)" } ?? usage.model]
        if let input = usage.usage.inputTotal { parts.append("in \(input)") }
        if let output = usage.usage.outputTotal { parts.append("out \(output)") }
        if usage.source != .provider { parts.append("\(usage.source.rawValue) usage") }
        parts.append(Self.cost(usage))
        if let duration = usage.duration {
            let tenths = Int64(duration / .milliseconds(100))
            parts.append("\(tenths / 10).\(tenths % 10) s")
        }
        if usage.attempt > 1 { parts.append("attempt \(usage.attempt)") }
        if let error = usage.errorKind { parts.append("error \(error)") }
        if !usage.isComplete { parts.append("incomplete") }
        let tags = usage.tags.keys.map { "\($0)=\(usage.tags[$0] ?? "")" }
        if !tags.isEmpty { parts.append(tags.joined(separator: " ")) }
        return parts
    }

    private static func cost(_ usage: UsageRecord) -> String {
        let amount = RecordAmount(of: .usage(usage))
        if amount.unpricedRecords == 0 { return "$\(amount.cost)" }
        return amount.cost == .zero ? "unpriced" : "$\(amount.cost) and unpriced parts"
    }

    private static func parts(_ drop: DropRecord) -> [String] {
        var parts = [
            "dropped \(drop.amount.records) records", "\(drop.reason.rawValue)", "\(drop.amount.tokens) tokens",
        ]
        parts.append("$\(drop.amount.cost)")
        if drop.amount.unpricedRecords > 0 { parts.append("\(drop.amount.unpricedRecords) unpriced") }
        parts.append("by \(drop.exporter ?? "the queue")")
        return parts
    }

    private static func subject(_ subject: OutcomeSubject) -> String {
        switch subject {
        case .call(let id): "of call \(Self.hexadecimal(id.high))\(Self.hexadecimal(id.low))"
        case .interaction(let id): "of interaction \(id)"
        case .session(let id): "of session \(id)"
        }
    }

    private static func hexadecimal(_ number: UInt64) -> String {
        let digits = String(number, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }

    /// The time of day in UTC, to the millisecond.
    private static func time(_ time: Timestamp) -> String {
        // Rounded down, also before 1970.
        let milliseconds = (time.millisecondsSince1970 % 86_400_000 + 86_400_000) % 86_400_000
        let second = milliseconds / 1_000
        let clock = [second / 3_600, second / 60 % 60, second % 60].map { Self.digits($0, 2) }.joined(separator: ":")
        return "\(clock).\(Self.digits(milliseconds % 1_000, 3))"
    }

    private static func digits(_ number: Int64, _ count: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, count - digits.count)) + digits
    }

    private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
        // C0, DEL and C1, and the two separators that end a line.
        scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value) || scalar.value == 0x2028 || scalar.value == 0x2029
    }
}
