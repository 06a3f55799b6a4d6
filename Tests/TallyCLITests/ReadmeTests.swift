import Foundation
import TallyTestSupport
import Testing

/// What the README shows is what the command prints.
@Suite struct ReadmeTests {
    @Test func theTranscriptIsWhatTheCommandPrints() throws {
        let readme = try String(contentsOf: TestEnvironment.root.appending(path: "README.md"), encoding: .utf8)
        let blocks = readme.components(separatedBy: "```").filter { $0.hasPrefix("\n$ tally ") }
        #expect(!blocks.isEmpty)
        for block in blocks {
            let lines = block.split(separator: "\n").map(String.init)
            let arguments = lines[0].split(separator: " ").dropFirst(2).map(String.init)
            let result = try TallyBinary.run(arguments, in: TestEnvironment.root)
            #expect(result.output == lines.dropFirst().joined(separator: "\n") + "\n")
            #expect(result.status == 0)
        }
    }
}
