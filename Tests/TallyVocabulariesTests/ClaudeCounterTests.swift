import Foundation
import TallyTestSupport
import TallyTokenizer
import TallyVocabularies
import Testing

#if Claude

/// Counts of ctok, whose agreement with the API's own counts CountingClaude.md reports.
@Suite struct ClaudeCounterTests {
    private struct GoldenCount: Decodable {
        let text: String
        let counts: [ClaudeVersion: Int]

        private struct Key: CodingKey {
            let stringValue: String
            var intValue: Int? { nil }
            init(stringValue: String) { self.stringValue = stringValue }
            init?(intValue: Int) { nil }
        }

        init(from decoder: any Decoder) throws {
            let container = try decoder.container(keyedBy: Key.self)
            self.text = try container.decode(String.self, forKey: Key(stringValue: "text"))
            var counts: [ClaudeVersion: Int] = [:]
            for version in ClaudeVersion.allCases {
                counts[version] = try container.decode(Int.self, forKey: Key(stringValue: version.rawValue))
            }
            self.counts = counts
        }
    }

    /// Made by `Tests/Reference/claude_counts.py golden`.
    @Test func messageCountsEqualTheGoldenOnes() throws {
        let url = try #require(Bundle.module.url(forResource: "Fixtures/claude-counts", withExtension: "jsonl"))
        let lines = try Data(contentsOf: url).split(separator: 0x0A)
        for line in lines {
            let golden = try JSONDecoder().decode(GoldenCount.self, from: Data(line))
            for version in ClaudeVersion.allCases {
                let counter = ClaudeCounter(version)
                // Twice: the second time, words are known.
                for _ in 0..<2 {
                    let count = counter.messageCount(golden.text)
                    #expect(count == golden.counts[version], "\(version): \(golden.text.debugDescription)")
                }
                #expect(counter.count(golden.text) + version.messageFrame == golden.counts[version])
            }
        }
        #expect(lines.count > 100)
    }

    @Test(
        .enabled(if: ReferenceLibrary.isAvailable, Comment(rawValue: ReferenceLibrary.skipReason)),
        arguments: [(ClaudeVersion.v3, "3.0"), (.v47, "4.7"), (.v48, "4.8")]
    )
    func countsEqualTheReferencesOnRandomStrings(version: ClaudeVersion, name: String) throws {
        let (seed, count) = (TestEnvironment.seed, TestEnvironment.fuzzCount)
        print("\(version): \(count) random strings, TALLY_SEED=\(seed)")
        let made = try ReferenceLibrary.run("claude_counts.py", ["random", "\(seed)", "\(count)"], input: Data())
        var texts = Self.texts([UInt8](made))
        var source = AdversarialText(seed: seed)
        for _ in 0..<count / 10 { texts.append(source.nextBytes()) }
        var input = Data()
        for text in texts {
            withUnsafeBytes(of: UInt32(text.count).littleEndian) { input.append(contentsOf: $0) }
            input.append(contentsOf: text)
        }
        let output = try ReferenceLibrary.run("claude_counts.py", ["ask", name], input: input)
        try #require(output.count == texts.count * 4)
        let counter = ClaudeCounter(version)
        for (index, text) in texts.enumerated() {
            let expected = output.withUnsafeBytes { $0.loadUnaligned(fromByteOffset: index * 4, as: UInt32.self) }
            let answer = text.withBytes { counter.messageCount($0) }
            if answer != Int(expected) {
                Issue.record("seed \(seed): \(answer), not \(expected), for bytes \(text)")
            }
        }
    }

    @Test func opus5LeavesOutTheWhiteSpaceAtTheEnd() {
        let (old, new) = (ClaudeCounter(.v48), ClaudeCounter(.opus5))
        for text in ["", " ", "a", "def f():\n    pass\n", "x \t\n\u{B}\u{C}\r", " \n\n"] {
            let kept = String(text.reversed().drop { " \t\n\r\u{B}\u{C}\r\n".contains($0) }.reversed())
            #expect(new.count(text) == old.count(kept), "\(text.debugDescription)")
        }
        // U+00A0 and U+3000 are no ASCII.
        #expect(new.count("a\u{A0}") == old.count("a\u{A0}"))
        #expect(new.count("a\u{3000}") == old.count("a\u{3000}"))
    }

    @Test(arguments: ClaudeVersion.allCases)
    func whatIsNotUTF8CountsAsItsReplacement(version: ClaudeVersion) {
        let counter = ClaudeCounter(version)
        let texts: [[UInt8]] = [
            [0x61, 0xFF], [0xE4, 0xBD], [0xF0, 0x9F, 0x98, 0x20, 0xC3], [0xED, 0xA0, 0x80], [0xFD, 0xF8],
        ]
        for bytes in texts {
            let text = String(decoding: bytes, as: UTF8.self)
            #expect(bytes.withBytes { counter.count($0) } == counter.count(text))
        }
    }

    /// Quadratic work would take hours.
    @Test(
        arguments: [
            "a", "A", "é", "中", "\n", " ", "\t", "'", "'s", "1", "\u{301}", "!\u{301}", "\u{E4D}\u{1}", "👍", "a ",
        ]
    )
    func runsTakeLinearTime(unit: String) {
        let text = String(repeating: unit, count: TestEnvironment.hostileBytes)
        for version in [ClaudeVersion.v3, .v48] {
            let counter = ClaudeCounter(version)
            let count = counter.count(text)
            #expect(count > 0 && count <= 4 * text.utf8.count)
        }
    }

    @Test func callsAtTheSameTimeAgree() async {
        let texts = (0..<200).map { "Call \($0): it's \($0 * 7919) words, WORDS and Wörter, 中文 number \($0 % 7)." }
        let counter = ClaudeCounter(.v3)
        let expected = texts.map(counter.count)
        await withTaskGroup(of: [Int].self) { group in
            for _ in 0..<8 {
                group.addTask { texts.map(counter.count) }
            }
            for await counts in group {
                #expect(counts == expected)
            }
        }
    }

    @Test func countersAreCountersOfTokens() {
        let counters: [any TokenCounter] = ClaudeVersion.allCases.map(ClaudeCounter.init)
        #expect(counters.map { $0.count("Hello, World!") } == [4, 6, 6, 6])
        #expect(ClaudeCounter(.v3).accuracy == .reconstructed)
    }

    private static func texts(_ bytes: [UInt8]) -> [[UInt8]] {
        var texts: [[UInt8]] = []
        var position = 0
        while position < bytes.count {
            let count = (0..<4).reduce(0) { $0 | Int(bytes[position + $1]) << (8 * $1) }
            texts.append(Array(bytes[position + 4..<position + 4 + count]))
            position += 4 + count
        }
        return texts
    }
}

#endif
