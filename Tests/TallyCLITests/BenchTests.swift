import Foundation
import TallyEstimation
import TallyTestSupport
import Testing

@testable import TallyCLI

@Suite struct BenchTests {
    private struct Answer: Decodable {
        struct Lap: Decodable {
            let wall_ns: Int
            let cpu_ns: Int
        }

        struct Measurement: Decodable {
            let operation: String
            let path: String
            let slice_bytes: Int?
            let calls: Int
            let bytes: Int
            let tokens: Int
            let cold: Lap?
            let warm: Lap
            let bytes_per_second: Int
            let tokens_per_second: Int
            let passes: [Lap]
        }

        let encoding: String
        let kernels: String
        let cores: Int
        let setup: Lap
        let measurements: [Measurement]
    }

    private static func answer(_ arguments: [String], text: String) throws -> Answer {
        let result = try TallyBinary.run(["bench", "-", "--format", "json"] + arguments, text: text)
        #expect(result.errors == "")
        #expect(result.status == 0)
        return try JSONDecoder().decode(Answer.self, from: Data(result.outputBytes))
    }

    @Test(arguments: [("o200k_base", TokenEncoding.o200kBase), ("cl100k_base", .cl100kBase)])
    func measuresTheRightAnswer(name: String, encoding: TokenEncoding) throws {
        print("seed: \(TestEnvironment.seed) (set TALLY_SEED to repeat)")
        var source = AdversarialText(seed: TestEnvironment.seed)
        let text = (0..<200).map { _ in source.next() }.joined()
        let answer = try Self.answer(["--encoding", name, "--passes", "3"], text: text)
        #expect(answer.encoding == name)
        #expect(answer.cores >= 1)
        #expect(!answer.kernels.isEmpty)
        #expect(answer.measurements.map(\.operation) == ["count", "encode", "decode"])
        for measurement in answer.measurements {
            #expect(measurement.tokens == Tokenizer(encoding).count(text))
            #expect(measurement.bytes == text.utf8.count)
            #expect(measurement.calls == 1)
            #expect(measurement.passes.count == 3)
            #expect(measurement.warm.wall_ns == measurement.passes.map(\.wall_ns).sorted()[1])
            #expect(measurement.bytes_per_second > 0)
            #expect(measurement.tokens_per_second > 0)
        }
    }

    @Test func onlyTheFirstMeasurementIsCold() throws {
        let all = try Self.answer(["--passes", "1"], text: "hello world").measurements
        #expect(all.map { $0.cold == nil } == [false, true, true])
        let encode = try Self.answer(["--only", "encode", "--only", "count"], text: "hello world").measurements
        #expect(encode.map(\.operation) == ["encode", "count"])
        #expect(encode.map { $0.cold == nil } == [false, true])
        #expect(encode.map(\.passes.count) == [5, 5])
        // Its ids come from encoding, so nothing is cold any more.
        #expect(try Self.answer(["--only", "decode"], text: "hello world").measurements[0].cold == nil)
    }

    @Test func slicesEndBeforeACharacterAndCoverTheText() throws {
        let text = String(repeating: "héllo 世界 👋🏽 ", count: 500)
        let answer = try Self.answer(["--small", "--passes", "1", "--only", "count"], text: text)
        #expect(answer.measurements.map(\.slice_bytes) == [100, 4_096])
        let bench = BenchText(path: .standardInput, bytes: Array(text.utf8))
        for (measurement, size) in zip(answer.measurements, [100, 4_096]) {
            let parts = bench.parts(of: size)
            #expect(parts.first?.lowerBound == 0)
            #expect(parts.last?.upperBound == bench.bytes.count)
            #expect(zip(parts, parts.dropFirst()).allSatisfy { $0.upperBound == $1.lowerBound })
            #expect(parts.allSatisfy { $0.count <= size && String(validating: bench.bytes[$0], as: UTF8.self) != nil })
            let slices = parts.map { String(decoding: bench.bytes[$0], as: UTF8.self) }
            #expect(measurement.tokens == slices.reduce(0) { $0 + Tokenizer(.o200kBase).count($1) })
            #expect(measurement.calls == parts.count)
            #expect(measurement.bytes == text.utf8.count)
        }
    }

    @Test func invalidUTF8IsMeasuredToo() throws {
        let bytes = Array("a\u{FFFD}".utf8) + [0xFF, 0xC3, 0x80, 0x80, 0xE2, 0x82]
        let arguments = ["bench", "-", "--passes", "1", "--small"]
        let result = try TallyBinary.run(arguments, input: bytes)
        #expect(result.errors == "")
        #expect(result.status == 0)
    }

    @Test func theTableHasALineAnOperationAndAFolderIsOneText() throws {
        let folder = try TemporaryFolder()
        try folder.write("texts/a.txt", "hello ")
        try folder.write("texts/b.txt", "world")
        let result = try TallyBinary.run(["bench", "texts", "texts/b.txt", "--passes", "1"], in: folder.url)
        let lines = result.output.split(separator: "\n")
        #expect(lines.count == 8)
        #expect(lines[0].hasPrefix("o200k_base, "))
        #expect(lines[0].hasSuffix(" median of 1 pass"))
        #expect(lines[1].hasPrefix("operation  "))
        #expect(lines[2].split(separator: " ").prefix(4) == ["count", "1", "11", "2"])
        #expect(lines[2].hasSuffix(" texts"))
        #expect(lines[5].hasSuffix(" texts/b.txt"))
        #expect(result.status == 0)
    }

    @Test(arguments: ["none.txt", "empty.txt"])
    func whatCanNotBeMeasuredEndsWithThree(path: String) throws {
        let folder = try TemporaryFolder()
        try folder.write("empty.txt", "")
        let result = try TallyBinary.run(["bench", path], in: folder.url)
        #expect(result.errors.hasPrefix("tally: \(path): "))
        #expect(result.output == "")
        #expect(result.status == 3)
    }

    @Test func theMedianIsOfEachClockByItself() {
        let laps = [(5, 1), (1, 9), (3, 2), (9, 4)].map { BenchLap(wall: $0.0, cpu: $0.1) }
        #expect(BenchLap.median(laps).wall == 4)
        #expect(BenchLap.median(laps).cpu == 3)
        #expect(BenchLap.median(Array(laps.dropLast())).wall == 3)
    }
}
