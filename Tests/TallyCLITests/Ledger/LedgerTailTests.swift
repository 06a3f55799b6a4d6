import Foundation
import TallyTesting
import Testing

/// A ledger shown while it is written.
@Suite struct LedgerTailTests {
    /// The command at work, its output in a file.
    private final class Tail {
        let process: Process
        private let output: URL

        init(_ fixture: LedgerFixture, _ arguments: [String]) throws {
            self.output = fixture.folder.url.appending(path: "out-\(UUID().uuidString)")
            try Data().write(to: self.output)
            self.process = TallyBinary.process(["ledger", "tail", "ledger"] + arguments, in: fixture.folder.url)
            self.process.standardOutput = try FileHandle(forWritingTo: self.output)
            self.process.standardError = FileHandle.nullDevice
            try self.process.run()
        }

        deinit { if self.process.isRunning { self.process.terminate() } }

        /// The lines, as soon as there are as many.
        func lines(_ count: Int) async throws -> [Substring] {
            while true {
                let text = String(decoding: try Data(contentsOf: self.output), as: UTF8.self)
                let lines = text.split(separator: "\n")
                if lines.count >= count || !self.process.isRunning { return lines }
                try await Task.sleep(for: .milliseconds(50))
            }
        }

        func interrupt() -> Int32 {
            self.process.interrupt()
            self.process.waitUntilExit()
            return TallyBinary.status(self.process)
        }
    }

    @Test func recordsAreShownAsTheyComeAndCtrlCEndsIt() async throws {
        let fixture = try LedgerFixture()
        try await fixture.write(ConformanceRecords.calls(3))
        let tail = try Tail(fixture, ["--from-start"])
        let first = try await tail.lines(3)
        #expect(first.count == 3)
        #expect(first[0].contains("model-0  in 100"))
        try await fixture.write(ConformanceRecords.calls(2, offset: 3))
        let all = try await tail.lines(5)
        #expect(all.count == 5)
        #expect(all.last?.contains("in 104") == true)
        #expect(tail.interrupt() == 130)
    }

    @Test func itBeginsWithTheLastOnesThatAreAskedFor() async throws {
        let fixture = try LedgerFixture()
        try await fixture.write(ConformanceRecords.calls(30))
        let tail = try Tail(fixture, ["--lines", "2", "--format", "json"])
        let lines = try await tail.lines(2)
        #expect(lines.count == 2)
        let file = String(decoding: try Data(contentsOf: try fixture.firstFile()), as: UTF8.self)
        #expect(lines == Array(file.split(separator: "\n").suffix(2)))
        try await fixture.write(ConformanceRecords.calls(1, offset: 30))
        #expect(try await tail.lines(3).count == 3)
        #expect(tail.interrupt() == 130)
    }

    @Test func itEndsWhenItsReaderGoesAway() async throws {
        let fixture = try LedgerFixture()
        try await fixture.write(ConformanceRecords.calls(3_000))
        let shell = Process()
        shell.executableURL = URL(filePath: "/bin/sh")
        shell.arguments = ["-c", "'\(TallyBinary.url.path)' ledger tail ledger --from-start | head -n 1 >/dev/null"]
        shell.currentDirectoryURL = fixture.folder.url
        try shell.run()
        shell.waitUntilExit()
        #expect(shell.terminationStatus == 0)
    }
}
