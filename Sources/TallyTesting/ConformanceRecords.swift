public import TallyMetering

/// Records that exporters are tried with: of all kinds, from nearly empty to full, with text that is awkward to write.
public enum ConformanceRecords {
    /// Records of calls whose ids differ; the same ones for the same `offset`.
    public static func calls(_ count: Int, offset: Int = 0) -> [MeteringRecord] {
        (offset..<offset + count).map { .usage(Self.call($0)) }
    }

    /// One record of each kind and shape that there is.
    public static func allKinds() -> [MeteringRecord] {
        let time = Timestamp(millisecondsSince1970: 1_798_761_600_123)
        let outcomes: [(OutcomeSubject, Outcome)] = [
            (.call(RecordID(high: 1, low: 2)), .accepted), (.interaction("turn 1"), .reworked),
            (.session("session \"1\""), .abandoned),
        ]
        var records: [MeteringRecord] = [.usage(Self.call(0)), .usage(Self.fullCall())]
        for (index, (subject, outcome)) in outcomes.enumerated() {
            let id = Self.id(2_000_000 + index)
            records.append(.outcome(OutcomeRecord(id: id, time: time, subject: subject, outcome: outcome)))
        }
        for (index, reason) in DropReason.allCases.enumerated() {
            let amount = RecordAmount(records: 3, tokens: 70_000, cost: Money(picodollars: 12_500), unpricedRecords: 1)
            let id = Self.id(3_000_000 + index)
            let exporter = index % 2 == 0 ? nil : "ledger"
            records.append(.drop(DropRecord(id: id, time: time, exporter: exporter, reason: reason, amount: amount)))
        }
        return records
    }

    private static func id(_ number: Int) -> RecordID {
        RecordID(high: 0x01A2_D3C4_E5F6_7000, low: 1 << 63 | UInt64(number))
    }

    private static func call(_ number: Int) -> UsageRecord {
        UsageRecord(
            id: Self.id(number),
            time: Timestamp(millisecondsSince1970: 1_798_761_600_000 + Int64(number)),
            model: "model-\(number % 3)",
            usage: TokenUsage(inputUncached: 100 + number, outputText: number % 7),
            tags: UsageTags(team: "search", feature: "answers")
        )
    }

    /// A call of which everything is known, with quotes, line ends, other scripts and the largest numbers in its text.
    private static func fullCall() -> UsageRecord {
        let usage = TokenUsage(inputUncached: .max, cacheRead: 30_000, cacheWrite5m: 0, outputText: 400, reasoning: 1)
        var record = UsageRecord(
            id: Self.id(1_000_000),
            time: Timestamp(millisecondsSince1970: 253_402_300_799_999),
            model: "modèle \"x\"\\\n\t\u{2028}模型 🧮",
            usage: usage,
            provider: "anthropic",
            tags: ["team": "Größe, \"so\"; a=b", "x": String(repeating: "é", count: 128)]
        )
        record.callID = Self.id(1_000_001)
        record.attempt = 3
        record.interactionID = "turn 1"
        record.sessionID = "session 1"
        record.origin = CallOrigin(repository: "acme/shop", tool: "agent", work: "review", callSite: "Search.swift:12")
        record.requestedModel = "model"
        record.responseID = "msg_1"
        record.serviceTier = "standard"
        record.speed = "fast"
        record.region = "eu"
        record.route = "arn:aws:bedrock:eu:1:inference-profile/x"
        record.isBatch = true
        record.furtherSamplings = [Sampling(kind: "compaction", model: "small", usage: TokenUsage(inputUncached: 5))]
        record.estimate = CallEstimate(inputTokens: 90, outputTokens: 10, maximumOutputTokens: 100)
        record.providerCost = Money(picodollars: 1)
        record.duration = .milliseconds(1_234)
        record.timeToFirstToken = .milliseconds(56)
        record.requestedMaxOutput = 4_096
        record.finishReason = "end_turn"
        record.errorKind = "overloaded_error"
        record.isStream = true
        record.isComplete = false
        record.prefixBlocks = [PrefixBlock(hash: .max, tokens: 1_024)]
        return record
    }
}
