import TallyMetering
import TallyPricing
import TallyTestSupport

@testable import TallyReports

/// Records and lines of ledgers, the same for the same seed.
struct LedgerLines {
    var generator: SeededGenerator
    private var number = 0
    private let book: PriceBook

    init(seed: UInt64) {
        self.generator = SeededGenerator(seed: seed)
        self.book = .bundled
    }

    /// The line of a record, without its end.
    static func line(_ record: MeteringRecord) -> [UInt8] {
        var bytes: [UInt8] = []
        RecordJSON.append(record, to: &bytes)
        return bytes
    }

    mutating func pick<Element>(_ elements: [Element]) -> Element {
        elements[Int.random(in: 0..<elements.count, using: &self.generator)]
    }

    mutating func chance(_ percent: Int) -> Bool {
        Int.random(in: 0..<100, using: &self.generator) < percent
    }

    /// A call with some of all fields, priced by the book, by the provider, in part or not at all.
    mutating func call(at milliseconds: Int64 = 1_798_761_600_000) -> UsageRecord {
        self.number += 1
        let time = Timestamp(
            millisecondsSince1970: milliseconds + Int64.random(in: 0..<86_400_000, using: &self.generator)
        )
        let (model, provider) = self.pick([
            ("gpt-4o", "openai"), ("claude-sonnet-4-5", "anthropic"), ("gemini-2.5-pro", "google"),
            ("nobody knows", "x"), ("modèle 模型", "y"), ("gpt-4o-mini", "openai"),
        ])
        var usage = TokenUsage()
        for counter in UsageCounter.allCases where self.chance(counter.isClass ? 50 : 4) {
            usage[counter] = Int.random(in: 0...200_000, using: &self.generator)
        }
        var record = UsageRecord(
            id: RecordID(high: 0x019A_0000_0000_7000, low: 1 << 63 | UInt64(self.number)),
            time: time,
            model: model,
            usage: usage,
            provider: self.chance(90) ? provider : nil
        )
        for (key, values) in [
            ("team", ["search", "ads", "größe", "support"]), ("feature", ["a", "b"]), ("user", ["u1", "u2", "u3"]),
            ("experiment", ["x", "y \"z\"", "é"]), ("cost.center", ["4711", "模型"]),
        ] where self.chance(60) { record.tags[key] = self.pick(values) }
        if self.chance(50) { record.interactionID = "turn \(Int.random(in: 0..<40, using: &self.generator))" }
        if self.chance(30) { record.sessionID = self.pick(["s1", "s \\ 2", "s3"]) }
        if self.chance(40) { record.origin = CallOrigin(repository: "acme/shop", tool: "agent", callSite: "A.swift:1") }
        if self.chance(30) { record.format = self.pick([.openAIChat, .anthropicMessages]) }
        if self.chance(30) { record.errorKind = self.pick(["429", "overloaded"]) }
        if self.chance(50) {
            record.duration = .microseconds(Int64.random(in: 0..<5_000_000_000, using: &self.generator))
        }
        if self.chance(30) {
            record.timeToFirstToken = .microseconds(Int64.random(in: 0..<900_000, using: &self.generator))
        }
        if self.chance(30) { record.requestedMaxOutput = 4_096 }
        if self.chance(30) { record.finishReason = "stop" }
        if self.chance(20) { record.serviceTier = self.pick(["flex", "priority"]) }
        (record.isBatch, record.isStream, record.isComplete) = (self.chance(20), self.chance(50), self.chance(90))
        record.attempt = self.chance(90) ? 1 : 2
        record.source = self.pick([.provider, .provider, .counted, .unknown])
        record.check = self.pick([.agrees, .notStated, .agrees, .ambiguous(.totalDisagrees)])
        if self.chance(20) { record.prefixBlocks = [PrefixBlock(hash: self.generator.next(), tokens: 1_024)] }
        if self.chance(10) {
            record.furtherSamplings = [
                Sampling(kind: "compaction", model: "gpt-4o", usage: TokenUsage(inputUncached: 5))
            ]
        }
        if self.chance(30) {
            record.estimate = CallEstimate(
                inputTokens: 90,
                outputTokens: 10,
                maximumOutputTokens: self.chance(50) ? 100 : nil,
                cost: self.chance(50) ? Money(picodollars: 12_345_678) : nil
            )
        }
        if self.chance(80) { record = record.priced(by: self.book) }
        if self.chance(20) {
            record.providerCost = Money(picodollars: Int128.random(in: 0..<1 << 50, using: &self.generator))
        }
        return record
    }

    /// The line with some bytes changed, left out, doubled or of other lines.
    mutating func mutated(_ line: [UInt8]) -> [UInt8] {
        var line = line
        for _ in 0..<Int.random(in: 1...3, using: &self.generator) where !line.isEmpty {
            let place = Int.random(in: 0..<line.count, using: &self.generator)
            switch Int.random(in: 0..<6, using: &self.generator) {
            case 0:
                line[place] = self.pick(
                    Array("0123456789\"\\{}[]:,-.eE\u{7F} abznullt".utf8) + [0x00, 0x1F, 0xFF, 0xC3]
                )
            case 1: line.remove(at: place)
            case 2: line.insert(self.pick(Array("0123456789\"\\,{}[] -.".utf8)), at: place)
            case 3:
                let end = min(line.count, place + Int.random(in: 1...40, using: &self.generator))
                line.insert(contentsOf: line[place..<end], at: place)
            case 4:
                let end = min(line.count, place + Int.random(in: 1...40, using: &self.generator))
                line.removeSubrange(place..<end)
            default:
                // A digit of a number, so that sums no longer hold.
                let digits = line.indices.filter { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(line[$0]) }
                if !digits.isEmpty { line[self.pick(digits)] = self.pick(Array("0123456789".utf8)) }
            }
        }
        line.removeAll { $0 == UInt8(ascii: "\n") }
        return line
    }
}
