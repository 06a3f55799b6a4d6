import Foundation
import TallyEstimation
import TallyTestSupport
import Testing

@Suite struct ThreadsTests {
    private static let text = Array(
        String(repeating: "Threads do not change what a text is: 使用API. ", count: 20_000).utf8
    )

    /// Valid text, and text of which the last byte is not.
    @Test(arguments: [[], [0xFF]] as [[UInt8]])
    func anyNumberOfThreadsCountsTheSame(end: [UInt8]) throws {
        let text = Self.text + end
        let expected = text.withBytes { Tokenizer(.o200kBase).count($0) }
        for arguments in [[], ["--threads", "1"], ["--threads", "2"], ["--threads", "7"]] {
            let result = try TallyBinary.run(["count", "--total", "--quiet"] + arguments, input: text)
            #expect(result.output == "\(expected)\n")
            #expect(result.status == 0)
        }
    }

    @Test func benchSaysHowManyThreadsThereWere() throws {
        struct Answer: Decodable {
            struct Measurement: Decodable {
                let operation: String
                let tokens: Int
            }

            let threads: Int
            let measurements: [Measurement]
        }
        let arguments = ["bench", "-", "--passes", "2", "--threads", "3"]
        let result = try TallyBinary.run(arguments + ["--format", "json"], input: Self.text)
        let answer = try JSONDecoder().decode(Answer.self, from: Data(result.outputBytes))
        #expect(answer.threads == 3)
        #expect(answer.measurements.map(\.operation) == ["count", "encode", "decode"])
        let expected = Self.text.withBytes { Tokenizer(.o200kBase).count($0) }
        #expect(answer.measurements.allSatisfy { $0.tokens == expected })
        let table = try TallyBinary.run(arguments, input: Self.text)
        #expect(table.output.contains(" kernels, 3 threads on a machine of "))
        #expect(table.errors == "")
    }

    @Test func kernelsThatAreNotThereAreAnError() throws {
        let environment = ["TALLY_KERNELS": "abacus"]
        let result = try TallyBinary.run(["count"], input: Self.text, environment: environment)
        #expect(result.status == 2)
        #expect(result.output == "")
        #expect(result.errors.hasPrefix("tally: TALLY_KERNELS: no kernels \"abacus\" on this processor; there are "))
        #expect(result.errors.contains(", scalar\n  try: TALLY_KERNELS="))
        let help = try TallyBinary.run(["count", "--help"], environment: environment)
        #expect(help.status == 0)
        let arguments = ["estimate", "--model", "gpt-4o"]
        let estimate = try TallyBinary.run(arguments, input: Self.text, environment: environment)
        #expect(estimate.status == 2)
        let scalar = try TallyBinary.run(["count"], input: Self.text, environment: ["TALLY_KERNELS": "scalar"])
        #expect(scalar.status == 0)
    }
}
