import TallyTestSupport
import Testing

@testable import TallyMetering

@Suite struct RecordReadingTests {
    private static let plain = """
        {"schema":1,"kind":"usage","id":"019a6e2c-5f40-7c1b-9d0e-3a57c2b1f884","time":"2026-09-21T14:13:20.042Z",\
        "call_id":"019a6e2c-5f40-7c1b-9d0e-3a57c2b1f884","model":"m","usage":{"input_uncached":1200,"output_text":34},\
        "total_tokens":1234,"usage_source":"provider","usage_check":"agrees","provider_cost_usd":0.25,"cost_usd":0.25}
        """

    private func error(_ line: String) -> RecordError? {
        do {
            _ = try record(in: Array(line.utf8))
            return nil
        } catch {
            return error as? RecordError
        }
    }

    @Test func whatIsAbsentIsWhatItUsuallyIs() throws {
        guard case .usage(let usage) = try record(in: Array(Self.plain.utf8)) else { return }
        #expect(usage.attempt == 1)
        #expect(usage.isComplete && !usage.isStream && !usage.isBatch)
        #expect(usage.totalTokens == 1_234)
        #expect(usage.cost == nil)
        #expect(usage.totalCost == Money("0.25"))
    }

    @Test func unknownFieldsArePassedOver() throws {
        let more = Self.plain.replacing("\"model\"", with: "\"future\":{\"a\":[1,null]},\"model\"")
        #expect(try record(in: Array(" \(more)\r\n".utf8)) == record(in: Array(Self.plain.utf8)))
    }

    @Test(arguments: [
        ("\"schema\":1", "\"schema\":2", "unsupported_schema", "update"),
        ("\"schema\":1,", "", "invalid_field", "schema"),
        ("\"schema\":1", "\"schema\":0", "invalid_field", "schema"),
        ("\"schema\":1", "\"schema\":\"1\"", "invalid_field", "schema"),
        ("usage\",\"id", "other\",\"id", "invalid_field", "kind"), ("019a6e2c", "019a6e2", "invalid_field", "id"),
        ("2026-09-21", "2026-09-31", "invalid_field", "time"), ("\"model\":\"m\",", "", "invalid_field", "model"),
        ("\"model\":\"m\"", "\"model\":7", "invalid_field", "model"),
        ("output_text", "output_smell", "invalid_field", "usage"), ("1234", "1235", "invalid_field", "total_tokens"),
        ("1200", "1200.5", "not_json", "number"), ("1200", "99999999999999999999", "not_json", "number"),
        ("agrees", "hopes", "invalid_field", "usage_check"), ("agrees", "ambiguous", "invalid_field", "ambiguity"),
        ("\"cost_usd\":0.25", "\"cost_usd\":0.26", "invalid_field", "cost_usd"),
        ("_usd\":0.25,", "_usd\":0.2500000000001,", "invalid_field", "provider_cost_usd"),
        ("_usd\":0.25,", "_usd\":\"0.25\",", "invalid_field", "provider_cost_usd"),
        ("_usd\":0.25,", "_usd\":1e400,", "", ""), ("}", "", "not_json", "JSON"),
        ("{\"schema\"", "[\"schema\"", "not_json", "JSON"),
        ("\"m\"", "\"\\u0000\"", "invalid_field", "model"), ("\"m\"", "\"m", "not_json", "JSON"),
        ("\"m\"", "\"\\ud800\"", "not_json", ""),
    ])
    func whatIsWrongIsSaid(part: String, other: String, code: String, words: String) throws {
        let line = Self.plain.replacing(part, with: other)
        #expect(line != Self.plain)
        let error = try #require(self.error(line))
        if !code.isEmpty { #expect(error.code.description == code) }
        #expect(error.message.contains(words))
    }

    @Test(arguments: ["", " ", "null", "7", "\"text\"", "[]", "{}", "{", "\u{FEFF}{}"])
    func otherTextIsNoRecord(text: String) {
        #expect(self.error(text) != nil)
    }

    @Test func errorsDoNotRepeatTheLine() throws {
        let secret = Self.plain.replacing("\"usage\":{", with: "\"usage\":{\"SECRET\":1,")
        let error = try #require(self.error(secret))
        #expect(!error.description.contains("SECRET"))
    }

    @Test func whatIsTooLongOrTooDeepIsRefused() throws {
        let long = [UInt8](repeating: UInt8(ascii: " "), count: RecordJSON.maximumLineLength + 1)
        #expect(throws: RecordError.self) { try record(in: long) }
        let deep = String(repeating: "{\"a\":", count: 100_000) + String(repeating: "}", count: 100_000)
        #expect(self.error(deep) != nil)
        let inside = Self.plain.replacing("\"model\"", with: "\"f\":\(String(repeating: "[", count: 90_000)),\"model\"")
        #expect(self.error(inside) != nil)
    }

    @Test func damagedLinesAreReadOrRefused() throws {
        let seed = TestEnvironment.seed
        print("3000 damaged lines, TALLY_SEED=\(seed)")
        var generator = SeededGenerator(seed: seed)
        var records = RandomRecords(seed: seed)
        let interesting = Array("{}[]\",:\\0123456789.eE+-nulltruefals \n\u{0}\u{FF}".utf8) + [0xC0, 0xFF, 0xED]
        var refused = 0
        for number in 0..<100 {
            records.isFull = number % 8 == 0
            let original = records.next()
            let line = line(of: original)
            for _ in 0..<30 {
                var damaged = line
                for _ in 0..<Int.random(in: 1...3, using: &generator) where !damaged.isEmpty {
                    let place = Int.random(in: 0..<damaged.count, using: &generator)
                    switch Int.random(in: 0..<4, using: &generator) {
                    case 0: damaged.remove(at: place)
                    case 1: damaged[place] = interesting.randomElement(using: &generator) ?? 0
                    case 2: damaged.insert(interesting.randomElement(using: &generator) ?? 0, at: place)
                    default: damaged.removeSubrange(place...)
                    }
                }
                do {
                    let read = try record(in: damaged)
                    // What could be read can be written, and is the same then.
                    #expect(try record(in: TallyMeteringTests.line(of: read)) == read)
                } catch {
                    refused += 1
                    #expect(error is RecordError)
                }
            }
        }
        #expect(refused > 1_000)
    }
}
