#if OTLPExport

import TallyMetering
import TallyPricing
import TallyTesting

/// Records by a seed: of all kinds and with hostile text, or plain calls, or the one whose cost receivers are asked for.
struct OTLPDriveRecords {
    enum Kind: String {
        case hostile
        case plain
        case sample
    }

    private let kind: Kind
    private var state: UInt64
    private let ids = RecordIDMaker()
    // One of them has so many tokens that all others would vanish in a sum.
    private let awkward = ConformanceRecords.allKinds().map { record in
        guard case .usage(var call) = record else { return record }
        if call.usage[.inputUncached] == .max { call.usage[.inputUncached] = 1 << 40 }
        return .usage(call)
    }
    private var count = 0

    private static let texts = [
        "search", "a=b, c;d", "\"quoted\" \\ and /", "line\nend\ttab\r", "nul\0nul", "\u{1}\u{1F}\u{7F}\u{80}\u{85}",
        "\u{2028}\u{2029}\u{FEFF}", "Größe 模型 🧮 👩‍👩‍👧", "{\"a\":null}", "\u{FFFF}\u{FFFE}\u{10FFFF}\u{D7FF}\u{E000}",
        "NaN", "null", "';drop table spans;--", "${jndi:ldap://x}", "<script>", "e\u{301}\u{323}",
        "\u{202E}right to left",
        "%00%zz", String(repeating: "é", count: 128), String(repeating: "\u{1}", count: 250), " ", "\\u0000", "\\",
    ]

    init(kind: Kind, seed: UInt64) {
        self.kind = kind
        self.state = seed
    }

    mutating func next() -> MeteringRecord {
        self.count += 1
        switch self.kind {
        case .sample: return .usage(self.sample())
        case .plain: return .usage(self.call(text: { "team-\($0 % 7)" }))
        case .hostile:
            // Each of the conformance suite once; drops and outcomes now and then.
            if self.count <= self.awkward.count { return self.awkward[self.count - 1] }
            switch self.random(50) {
            case 0:
                return .outcome(
                    OutcomeRecord(
                        id: self.ids.makeID(),
                        time: .now,
                        subject: .interaction(self.text()),
                        outcome: .accepted,
                        tags: ["team": self.text()]
                    )
                )
            case 1:
                let amount = RecordAmount(records: self.random(9), tokens: self.random(99))
                return .drop(DropRecord(id: self.ids.makeID(), time: .now, reason: .queueFull, amount: amount))
            default: return .usage(self.call(text: { Self.texts[$0 % Self.texts.count] }))
            }
        }
    }

    private mutating func call(text: (Int) -> String) -> UsageRecord {
        var usage = TokenUsage(inputUncached: self.random(100_000), outputText: self.random(9_000))
        if self.random(2) == 0 { usage[.cacheRead] = self.random(100_000) }
        if self.random(3) == 0 { usage[.reasoning] = self.random(9_000) }
        if self.random(3) == 0 { usage[.cacheWrite1h] = self.random(9_000) }
        if self.random(5) == 0 { usage[.inputAudio] = (usage[.inputUncached] ?? 0) / 2 }
        var record = UsageRecord(
            id: self.ids.makeID(),
            time: .now,
            model: self.random(20) == 0 ? text(self.random(99)) : "model-\(self.random(6))",
            usage: usage,
            provider: ["openai", "anthropic", "google", nil][self.random(4)],
            tags: UsageTags([
                "team": text(self.random(99)), "feature": text(self.random(99)),
                text(self.random(99)): text(self.random(99)),
            ])
        )
        if self.random(2) == 0 { record.requestedModel = "model-\(self.random(6))" }
        if self.random(9) == 0 { record.errorKind = text(self.random(99)) }
        if self.random(2) == 0 { record.finishReason = text(self.random(99)) }
        if self.random(9) == 0 { record.sessionID = text(self.random(99)) }
        record.source = [.provider, .provider, .counted, .unknown][self.random(4)]
        record.duration = .milliseconds(self.random(90_000))
        record.isStream = self.random(2) == 0
        if record.isStream { record.timeToFirstToken = .microseconds(self.random(900_000)) }
        if self.random(3) == 0 { record.providerCost = Money(picodollars: Int128(self.random(1_000_000_000))) }
        return record
    }

    /// 400 uncached and 600 cached input tokens and 200 of output, of a model that receivers have a price for.
    private mutating func sample() -> UsageRecord {
        var record = UsageRecord(
            id: self.ids.makeID(),
            time: .now,
            model: "gpt-4o-2024-08-06",
            usage: TokenUsage(inputUncached: 400, cacheRead: 600, outputText: 200),
            provider: "openai",
            tags: ["team": "search", "feature": "answers"]
        )
        record.requestedModel = "gpt-4o"
        record.duration = .milliseconds(1_500)
        record.finishReason = "stop"
        return record
    }

    private mutating func text() -> String { Self.texts[self.random(Self.texts.count)] }

    /// A number below `bound`, by SplitMix64 (Steele, Lea and Flood, 2014).
    private mutating func random(_ bound: Int) -> Int {
        self.state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = self.state
        mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
        return Int((mixed ^ mixed >> 31) >> 1) % bound
    }
}

#endif
