package import Foundation

/// What a run of the tests may be told from outside.
package enum TestEnvironment {
    /// The seed of everything random: `TALLY_SEED`, else a new one; print it where it is used.
    package static let seed: UInt64 = Self.number("TALLY_SEED") ?? UInt64.random(in: 0...UInt64(UInt32.max))

    /// How many strings a comparison with the reference generates: `TALLY_FUZZ_COUNT`, else 2,000.
    package static let fuzzCount = Int(Self.number("TALLY_FUZZ_COUNT") ?? 2000)

    /// How large the giant inputs are: `TALLY_HOSTILE_BYTES`, else 200,000.
    package static let hostileBytes = Int(Self.number("TALLY_HOSTILE_BYTES") ?? 200_000)

    /// Of how many bytes of a file one is damaged; 1 for each.
    package static let damageStep = Int(max(1, Self.number("TALLY_DAMAGE_STEP") ?? 31))

    /// Whether nothing may be skipped: where `CI` is `true`.
    package static let isComplete = ProcessInfo.processInfo.environment["CI"] == "true"

    /// The folder of the package.
    package static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    /// A folder of text to measure on, if there is one: `TALLY_CORPORA`.
    package static let corpora: URL? = ProcessInfo.processInfo.environment["TALLY_CORPORA"].map { URL(filePath: $0) }

    private static func number(_ name: String) -> UInt64? {
        ProcessInfo.processInfo.environment[name].flatMap(UInt64.init)
    }
}
