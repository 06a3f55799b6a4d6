#if YAML
import TallyConfiguration
import TallyTestSupport
import Testing

@testable import TallyCLI

/// What the reader of `tally.yml` takes for a pattern is one for what matches paths, and the other way round.
@Suite struct ConfiguredPatternTests {
    /// What the reader says about a pattern; nil if it takes it.
    private func complaint(_ pattern: String) -> String? {
        do {
            _ = try PolicyDocument(yaml: "prompts: {files: [\(YAMLScalarText.quoted(pattern))]}")
            return nil
        } catch {
            return error.description
        }
    }

    @Test func theReaderAndTheMatcherAgree() {
        let seed = TestEnvironment.seed
        print("TALLY_SEED=\(seed)")
        var random = SeededGenerator(seed: seed)
        let pieces = [
            "a", "b", "/", "*", "**", "?", "[", "]", "[a", "b]", "[!", "[^", "-", "\\", " ", ".", "..", ":", "[:", ":]",
            "[[:alpha:]]", "[[:no:]]", "é", "!", "#", "[]]", "[a-", "[a-\\]]",
        ]
        var (taken, refused) = (0, 0)
        for _ in 0..<3_000 {
            let count = Int.random(in: 1...6, using: &random)
            let pattern = (0..<count).map { _ in pieces.randomElement(using: &random) ?? "" }.joined()
            let compiled = IgnorePattern(line: Array(pattern.utf8)[...])
            guard let complaint = self.complaint(pattern) else {
                taken += 1
                #expect(compiled != nil && compiled?.isNegated == false, "'\(pattern)' is taken and matches nothing")
                continue
            }
            refused += 1
            if complaint.contains("not whole") { #expect(compiled == nil, "'\(pattern)' is refused: \(complaint)") }
        }
        #expect(taken > 500 && refused > 500)
    }
}
#endif
