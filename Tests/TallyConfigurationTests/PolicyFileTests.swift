#if YAML
import Foundation
import TallyConfiguration
import TallyTokenizer
import Testing

/// A file that changes under a running program.
@Suite struct PolicyFileTests {
    private final class Place {
        let url = FileManager.default.temporaryDirectory.appending(path: "tally-\(UUID().uuidString).yml")

        deinit { try? FileManager.default.removeItem(at: self.url) }

        func write(_ text: String) throws {
            try Data(text.utf8).write(to: self.url, options: .atomic)
        }
    }

    private func text(_ tokens: Int) -> String { "budgets: [{name: a, per: day, tokens: \(tokens)}]\n" }

    @Test func aChangedFileIsLoadedAndABrokenOneIsNot() throws {
        let place = Place()
        try place.write(self.text(1))
        let file = try PolicyFile(path: place.url.path())
        #expect(file.reload() == .none)
        try place.write(self.text(2))
        #expect(file.reload() == .loaded(file.current))
        #expect(file.current.policy.budgets[0].limit == .tokens(2))

        try place.write("budgets: 3\n")
        guard case .broken(let error) = file.reload() else {
            Issue.record("a broken file was taken")
            return
        }
        #expect(error.problems[0].file == place.url.path())
        #expect(file.current.policy.budgets[0].limit == .tokens(2))
        // It is told once.
        #expect(file.reload() == .none)
        try place.write(self.text(2))
        #expect(file.reload() == .none)
        try place.write(self.text(3))
        #expect(file.reload() == .loaded(file.current))

        try FileManager.default.removeItem(at: place.url)
        guard case .broken = file.reload() else {
            Issue.record("a file that is not there was read")
            return
        }
        #expect(file.reload() == .none)
        #expect(file.current.policy.budgets[0].limit == .tokens(3))
    }

    @Test func aFileThatCanNotBeReadIsToldWithItsPath() throws {
        #expect { try PolicyFile(path: "/nowhere/tally.yml") } throws: {
            "\($0)".hasPrefix("/nowhere/tally.yml: the file")
        }
        let place = Place()
        try Data([0xFF, 0xFE]).write(to: place.url)
        #expect { try PolicyFile(path: place.url.path()) } throws: { "\($0)".contains("UTF-8") }
    }

    @Test func aFileIsLookedAtUntilTheTaskIsCancelled() async throws {
        let place = Place()
        try place.write(self.text(1))
        let file = try PolicyFile(path: place.url.path())
        try place.write(self.text(2))
        let rounds = Rounds()
        let clock = MeterClock(
            now: { Timestamp(millisecondsSince1970: 0) },
            elapsed: { .zero },
            // The third time ends as a cancelled wait does.
            sleep: { _ in if rounds.next() == 3 { throw CancellationError() } }
        )
        await file.run(checkingEvery: .seconds(5), clock: clock) { rounds.take($0) }
        #expect(rounds.changes == [.loaded(file.current)])
        #expect(file.current.policy.budgets[0].limit == .tokens(2))
    }

    private final class Rounds: Sendable {
        private let state = Locked<(count: Int, changes: [PolicyFile.Change])>((0, []))

        var changes: [PolicyFile.Change] { self.state.withLock(\.changes) }

        func next() -> Int {
            self.state.withLock { state in
                state.count += 1
                return state.count
            }
        }

        func take(_ change: PolicyFile.Change) {
            self.state.withLock { $0.changes.append(change) }
        }
    }
}
#endif
