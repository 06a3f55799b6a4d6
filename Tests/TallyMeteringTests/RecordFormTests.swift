import Foundation
import TallyTestSupport
import Testing

@testable import TallyMetering

/// The reader of lines and the coder of JSON agree on what a record is, and the bytes of a record never change.
@Suite struct RecordFormTests {
    /// Lines that an earlier version wrote: of all kinds, with all fields, with text that has to be escaped.
    private static let lines: [[UInt8]] = {
        let file = TestEnvironment.root.appending(path: "Tests/TallyMeteringTests/Fixtures/records.jsonl")
        let bytes = (try? Data(contentsOf: file)) ?? Data()
        return bytes.split(separator: UInt8(ascii: "\n")).map(Array.init)
    }()

    @Test func theBytesOfARecordStayTheSame() throws {
        #expect(Self.lines.count == 48)
        for line in Self.lines {
            let record = try JSONDecoder().decode(MeteringRecord.self, from: Data(line))
            #expect(TallyMeteringTests.line(of: record) == line)
            #expect(try TallyMeteringTests.record(in: line) == record)
        }
    }

    @Test func keysStandInTheOrderOfDeclaration() {
        #expect(RecordKey.allCases.map(\.position) == Array(RecordKey.allCases.indices))
        // With a quote on each side, a comma and a colon.
        #expect(RecordKey.allCases.allSatisfy { $0.rawValue.utf8.count + 4 <= RecordKeyBytes.width })
        for counter in UsageCounter.allCases {
            let line = Array("{\"counter\":\"\(counter.rawValue)\"}".utf8)
            #expect(throws: Never.self) {
                let fields = try line.withBytes { try RecordFields($0) }
                #expect(try fields.required(.counter, as: UsageCounter.self) == counter)
            }
        }
    }

    @Test(arguments: [
        ("0", "0"), ("-0.0", "0"), ("1.50", "1.5"), ("15e-1", "1.5"), ("0.000000000001", "0.000000000001"),
        ("1000e-15", "0.000000000001"), ("0.0000000000001", nil), ("1E2", "100"),
        ("170141183460469231731687303.715884105727", "170141183460469231731687303.715884105727"),
        ("-170141183460469231731687303.715884105728", "-170141183460469231731687303.715884105728"),
        ("170141183460469231731687303.715884105728", nil), ("1e26", "100000000000000000000000000"), ("1e27", nil),
        ("1.2500000000000000000000000000000000000000000000000000000000000", "1.25"),
        ("1.2500000000000000000000000000000000000000000000000000000000001", nil), ("1e99999999999999999999", nil),
    ])
    func numbersAreExact(text: String, money: String?) throws {
        let fields = try Array("{\"cost_usd\":\(text)}".utf8).withBytes { try RecordFields($0) }
        #expect((try? fields.money(.costUSD)) == money.flatMap(Money.init))
    }

    @Test(arguments: ["", "-", "01", "1.", ".5", "1e", "1e+", "+1", "1.2.3", "--1", "1-", "0x1", "1 2", "-a"])
    func whatIsNoNumberIsRefused(text: String) {
        #expect(Array(text.utf8).withUnsafeBytes { JSONNumber($0) } == nil)
    }

    @Test func damagedLinesAreReadAsACoderReadsThem() throws {
        let seed = TestEnvironment.seed
        print("6000 damaged lines for the reader and a coder, TALLY_SEED=\(seed)")
        var damage = LineDamage(seed: seed)
        var records = RandomRecords(seed: seed)
        var (accepted, refused, rounded) = (0, 0, 0)
        for number in 0..<200 {
            records.isFull = number % 8 == 0
            let line = TallyMeteringTests.line(of: records.next())
            for _ in 0..<30 {
                let damaged = damage.damaged(line)
                let coded = Result { try JSONDecoder().decode(MeteringRecord.self, from: Data(damaged)) }
                let read = Result { try TallyMeteringTests.record(in: damaged) }
                switch (coded, read) {
                case (.success(let coded), .success(let read)) where coded == read: accepted += 1
                case (.failure(let coded), .failure(let read)) where (read as? RecordError)?.code == Self.code(coded):
                    refused += 1
                case _ where Self.hasNumberThatACoderRounds(damaged): rounded += 1
                default: Issue.record("they differ: \(String(decoding: damaged, as: UTF8.self))")
                }
            }
        }
        #expect(accepted > 500 && refused > 500 && rounded < 60)
    }

    /// Whether a number has an exponent or more digits than a coder keeps, which makes a `Double` or `Decimal` of it.
    private static func hasNumberThatACoderRounds(_ line: [UInt8]) -> Bool {
        line.split { !"0123456789.eE+-".utf8.contains($0) }.contains { number in
            let digits = number.count { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
            let isWhole = !number.contains { $0 == UInt8(ascii: ".") || $0 | 0x20 == UInt8(ascii: "e") }
            return digits > 0
                && (digits > 37 || !isWhole && (digits > 15 || number.contains { $0 | 0x20 == UInt8(ascii: "e") }))
        }
    }

    /// What kind of error a coder's error is.
    private static func code(_ error: any Error) -> RecordError.Code? {
        switch error as? DecodingError {
        case .typeMismatch(_, let context), .valueNotFound(_, let context), .keyNotFound(_, let context):
            context.codingPath.isEmpty ? .notJSON : .invalidField
        case .dataCorrupted(let context):
            (context.underlyingError as? RecordError)?.code ?? (context.codingPath.isEmpty ? .notJSON : .invalidField)
        default: nil
        }
    }
}

/// Damages lines of JSON: bytes are lost, changed or added, values are replaced by others.
struct LineDamage {
    private var generator: SeededGenerator
    private static let bytes = Array("{}[]\",:\\0123456789nulltruefals \n\u{0}\u{FF}".utf8) + [0xC0, 0xFF, 0xED]
    private static let values = [
        "null", "true", "\"\\u0000\"", "\"\\ud83d\\ude00\"", "\"\\ud83d\"", "1.0", "-0", "01", "1.", "[]", "{}", "[{}]",
        "{\"a\":1}", "12345678901234567890", "0.1", "[1,]", "\"\\u006dodel\"", "[null]", "{\"x\":null}", "1e26",
        "\"x\":[[[{\"q\":\"\\\"\"}]]],", "\"model\":5,", "\"id\":\"x\",", "0.0000000000010", "1.50",
    ].map { Array($0.utf8) }

    init(seed: UInt64) {
        self.generator = SeededGenerator(seed: seed)
    }

    /// The line with one damage.
    mutating func damaged(_ line: [UInt8]) -> [UInt8] {
        var damaged = line
        let place = Int.random(in: 0..<line.count, using: &self.generator)
        switch Int.random(in: 0..<8, using: &self.generator) {
        case 0: damaged.remove(at: place)
        case 1: damaged[place] = Self.bytes.randomElement(using: &self.generator) ?? 0
        case 2: damaged.insert(Self.bytes.randomElement(using: &self.generator) ?? 0, at: place)
        case 3: damaged.removeSubrange(place...)
        default:
            // Behind a colon or comma, before or instead of what stands there.
            let colon = damaged[place...].firstIndex { $0 == UInt8(ascii: ":") || $0 == UInt8(ascii: ",") } ?? place
            var end = colon + 1
            if Bool.random(using: &self.generator) {
                while end < damaged.count, !",]}".utf8.contains(damaged[end]) { end += 1 }
            }
            let value = Self.values.randomElement(using: &self.generator) ?? []
            damaged.replaceSubrange(min(colon + 1, end)..<min(end, damaged.count), with: value)
        }
        return damaged
    }
}
