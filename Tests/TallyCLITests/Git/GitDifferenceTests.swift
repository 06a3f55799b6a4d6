import TallyTestSupport
import Testing

@testable import TallyCLI

@Suite struct GitDifferenceTests {
    private static let zeros = String(repeating: "0", count: 40)
    private static let one = String(repeating: "1", count: 40)
    private static let two = String(repeating: "2", count: 40)

    private static func parse(_ text: String) throws -> GitDifference {
        try GitDifference(Array(text.utf8))
    }

    @Test func readsEveryKindOfRecord() throws {
        let difference = try Self.parse(
            """
            :000000 100644 \(Self.zeros) \(Self.one) A\0a\0:100755 000000 \(Self.one) \(Self.zeros) D\0b\0\
            :100644 120000 \(Self.one) \(Self.two) T\0c\0:100644 100644 \(Self.one) \(Self.two) R087\0d\0e\0\
            :100644 100644 \(Self.one) \(Self.one) C100\0f\0g\0:160000 160000 \(Self.one) \(Self.zeros) M\0h\0\
            :100644 000000 \(Self.one) \(Self.zeros) U\0i\0
            """
        )
        let lines = GitSandbox.lines(
            GitComparison(baseName: "", baseCommit: nil, changes: difference.changes, conflicts: difference.conflicts)
        )
        #expect(lines == ["A a", "D b", "M c", "R d > e", "A g", "M h", "U i"])
        #expect(difference.changes.map(\.before?.mode) == [nil, .executable, .file, .file, nil, .submodule])
        #expect(difference.changes.map(\.after?.mode) == [.file, nil, .link, .file, .file, .submodule])
        #expect(difference.changes.map(\.after?.id) == [Self.one, nil, Self.two, Self.two, Self.one, nil])
        #expect(try Self.parse("").changes.isEmpty)
    }

    /// With `~` for a zero.
    @Test(arguments: [
        "x", ":", "~", ":100644", ":100644 100644 1 2 M", ":100644 100644 1 2 M~", ":100644 100644 1 2 M~a",
        ":100644 100644 1 2 M~~", ":100644 100644 1 2 R100~a~", ":100644 100644 1 2 X~a~", "::1 1 1 1 1 M~a~",
        ":100644 100644 1 2 M~a~b~", ": 100644 1 M~a~", "usage: git diff-index",
    ])
    func whatGitDoesNotWriteIsAFailure(_ text: String) {
        #expect(throws: CommandFailure.self) { try Self.parse(text.replacing("~", with: "\0")) }
    }

    @Test func damagedAnswersNeverTrap() throws {
        print("seed: \(TestEnvironment.seed) (set TALLY_SEED to repeat)")
        var generator = SeededGenerator(seed: TestEnvironment.seed)
        let whole = Array(":100644 100644 \(Self.one) \(Self.two) R087\0d\0e\0:000000 100644 1 2 A\0a\0".utf8)
        for _ in 0..<TestEnvironment.fuzzCount {
            var bytes = whole
            for _ in 0..<Int.random(in: 1...4, using: &generator) {
                let index = Int.random(in: 0..<bytes.count, using: &generator)
                let values: [UInt8] = [0, 32, 58, 65, 82, 255]
                bytes[index] = values.randomElement(using: &generator) ?? 0
            }
            _ = try? GitDifference(Array(bytes.prefix(Int.random(in: 0...bytes.count, using: &generator))))
        }
    }
}
