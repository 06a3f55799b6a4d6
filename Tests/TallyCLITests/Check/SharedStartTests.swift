import TallyEstimation
import TallyTestSupport
import Testing

@testable import TallyCLI

@Suite struct SharedStartTests {
    @Test(arguments: [
        ("", "", ""), ("abc", "abc", "abc"), ("abc", "abd", "ab"), ("abc", "ab", "ab"), ("x", "y", ""),
        // é and è begin with the same byte, and 👍 and 👎 with the same three.
        ("aé", "aè", "a"), ("👍", "👎", ""), ("a👍", "a", "a"), ("e", "e\u{301}", "e"),
    ])
    func endsBetweenCharacters(text: String, other: String, shared: String) {
        #expect(Array(text.utf8).sharedText(with: Array(other.utf8)) == Array(shared.utf8))
        #expect(Array(other.utf8).sharedText(with: Array(text.utf8)) == Array(shared.utf8))
    }

    @Test func anyBytesWork() {
        let seed = UInt64.random(in: 0 ... .max)
        var random = SeededGenerator(seed: seed)
        for _ in 0..<2_000 {
            let text = (0..<8).map { _ in UInt8.random(in: 0x7E...0xC3, using: &random) }
            let other = text.prefix(.random(in: 0...8, using: &random)) + [UInt8.random(in: 0...255, using: &random)]
            let shared = text.sharedText(with: Array(other))
            #expect(text.starts(with: shared) && other.starts(with: shared), "seed \(seed)")
        }
    }

    @Test func requestsShareFunctionsThenInstructionsThenMessages() throws {
        let tool = try Request.Tool(name: "f", description: "d", schema: "{}")
        let base = Request(
            system: "Be kind.",
            messages: [.user("one"), .assistant("two"), .user("three")],
            tools: [tool]
        )
        #expect(base.sharedStart(with: base)?.messages == base.messages)

        var other = base
        other.messages[2] = .user("threshold")
        #expect(base.sharedStart(with: other)?.messages == [.user("one"), .assistant("two"), .user("thre")])

        other = base
        other.messages[1] = .user("two")
        #expect(base.sharedStart(with: other)?.messages == [.user("one")])

        other = base
        other.system = "Be brief."
        let shared = try #require(base.sharedStart(with: other))
        #expect(shared.system == "Be ")
        #expect(shared.messages.isEmpty && shared.tools == [tool])

        other = base
        other.tools = []
        #expect(base.sharedStart(with: other) == nil)
    }
}
