import Foundation
import TallyFileExport
import TallyMetering
import TallyTestSupport
import TallyTesting
import Testing

#if HTTPExport
/// A ledger sent to another one by a configuration.
@Suite struct ShipTests {
    private static let configuration = """
        exporters:
          - name: copy
            type: file
            folder: copy
            sync: batch
          - name: lake
            type: http
            url: http://127.0.0.1:1/usage
            bearer: { env: LAKE_TOKEN }
        environments:
          test:
            exporters: [{ name: copy, type: file, folder: elsewhere }]
        """

    private func fixture(_ count: Int) async throws -> LedgerFixture {
        let fixture = try LedgerFixture()
        try fixture.folder.write("tally.yml", Self.configuration)
        try await fixture.write(ConformanceRecords.calls(count))
        return fixture
    }

    @Test func everythingIsSentOnceAndWhatCameSinceLater() async throws {
        let fixture = try await self.fixture(250)
        let first = try fixture.run(["ship", "ledger", "--to", "copy", "--batch", "100", "--format", "json"])
        #expect(first.status == 0, "\(first.errors)")
        let answer = try LedgerFixture.object(first)
        #expect(answer["records"] as? Int == 250)
        #expect(answer["batches"] as? Int == 3)
        #expect(answer["resumed_from"] is NSNull)
        let copy = try fixture.verification("copy")
        let ledger = try fixture.verification("ledger")
        #expect(copy.amount == ledger.amount)
        #expect(copy.duplicates == .zero)

        try await fixture.write(ConformanceRecords.calls(20, offset: 250))
        let second = try LedgerFixture.object(
            try fixture.run(["ship", "ledger", "--to", "copy", "--format", "json"])
        )
        #expect(second["records"] as? Int == 20)
        #expect((second["resumed_from"] as? [String: Any])?["records"] as? Int == 250)
        let third = try fixture.run(["ship", "ledger", "--to", "copy"])
        #expect(
            third.output.hasPrefix("sent      0 records, 0 tokens, $0.00 in 0 batches\nresumed   behind 270 records")
        )
        #expect(try fixture.verification("copy").distinct.records == 270)
        #expect(try fixture.verification("copy").duplicates == .zero)
    }

    @Test func anEnvironmentAndAnAddressOfAFileSendElsewhere() async throws {
        let fixture = try await self.fixture(5)
        #expect(try fixture.run(["ship", "ledger", "--to", "copy", "--environment", "test"]).status == 0)
        #expect(try fixture.verification("elsewhere").amount.records == 5)
        let result = try fixture.run(["ship", "ledger", "--to", "file://\(fixture.path("third"))", "--state", "p"])
        #expect(result.status == 0, "\(result.errors)")
        #expect(try fixture.verification("third").amount.records == 5)
        #expect(FileManager.default.fileExists(atPath: fixture.path("p")))
    }

    /// Whenever it is interrupted, the next run goes on, and what it sends again is at most a batch.
    @Test func interruptionsLeaveARightPosition() async throws {
        let seed = TestEnvironment.seed
        print("TALLY_SEED=\(seed)")
        var random = SeededGenerator(seed: seed)
        let fixture = try await self.fixture(2_000)
        var interruptions = 0
        for round in 0..<6 {
            let arguments = ["ship", "ledger", "--to", "copy", "--batch", "10"]
            let process = TallyBinary.process(arguments, in: fixture.folder.url)
            process.standardOutput = FileHandle.nullDevice
            process.standardError = FileHandle.nullDevice
            try process.run()
            try await Task.sleep(for: .milliseconds(Int.random(in: 20...200, using: &random)))
            if round % 2 == 0 { process.interrupt() } else { kill(process.processIdentifier, SIGKILL) }
            process.waitUntilExit()
            if TallyBinary.status(process) != 0 { interruptions += 1 }
        }
        let last = try fixture.run(["ship", "ledger", "--to", "copy", "--batch", "10"])
        #expect(last.status == 0, "\(last.errors)")
        let copy = try fixture.verification("copy")
        #expect(copy.distinct.records == 2_000)
        #expect(copy.duplicates.records <= 10 * interruptions)
    }

    @Test func aSecondOneFromTheSamePositionIsRefused() async throws {
        let fixture = try await self.fixture(5)
        let first = TallyBinary.process(["ship", "ledger", "--to", "copy", "--follow"], in: fixture.folder.url)
        first.standardError = FileHandle.nullDevice
        try first.run()
        while !FileManager.default.fileExists(atPath: fixture.path("ledger/.ship-copy.position")), first.isRunning {
            try await Task.sleep(for: .milliseconds(20))
        }
        let second = try fixture.run(["ship", "ledger", "--to", "copy"])
        #expect(second.errors.contains("another tally ship works from this position"))
        #expect(second.status == 3)
        first.interrupt()
        first.waitUntilExit()
        #expect(TallyBinary.status(first) == 130)
        #expect(try fixture.run(["ship", "ledger", "--to", "copy"]).status == 0)
        #expect(try fixture.verification("copy").amount.records == 5)
    }

    @Test func aLineThatIsNoRecordEndsItUnlessItIsPassedOver() async throws {
        let fixture = try await self.fixture(5)
        try fixture.damage("{\"no\":\"record\"}\n")
        try await fixture.write(ConformanceRecords.calls(4, offset: 5))
        let stopped = try fixture.run(["ship", "ledger", "--to", "copy"])
        #expect(stopped.status == 3)
        #expect(stopped.errors.contains("line 6"))
        #expect(try fixture.verification("copy").amount.records == 5)
        let again = try fixture.run(["ship", "ledger", "--to", "copy"])
        #expect(again.status == 3)
        #expect(try fixture.verification("copy").amount.records == 5)
        let passed = try fixture.run(["ship", "ledger", "--to", "copy", "--skip-refused"])
        #expect(passed.status == 1)
        #expect(passed.output.contains("unread    1 line\n"))
        #expect(try fixture.verification("copy").amount.records == 9)
    }

    @Test func whatIsWrongIsNamedWithARemedy() async throws {
        let fixture = try await self.fixture(1)
        let unknown = try fixture.run(["ship", "ledger", "--to", "lakes"])
        #expect(unknown.errors == "tally: --to lakes: tally.yml has no exporter of this name\n  try: --to copy|lake\n")
        #expect(unknown.status == 2)
        let ledger = try fixture.run(["ship", "nowhere", "--to", "copy"])
        #expect(ledger.status == 3)
        let missing = try fixture.run(["ship", "ledger", "--to", "copy", "--config", "none.yml"])
        #expect(missing.errors.hasPrefix("tally: none.yml: none.yml: the file can't be read"))
        #expect(missing.status == 2)
        try fixture.folder.write("p", "tally ship position 9\n")
        let position = try fixture.run(["ship", "ledger", "--to", "copy", "--state", "p"])
        #expect(position.errors.contains("no position of a shipment"))
        #expect(position.status == 3)
        for arguments in [
            ["ship", "ledger"], ["ship", "ledger", "--to", "copy", "--encoding", "json"],
            ["ship", "ledger", "--to", "http://h", "--config", "x"],
            ["ship", "ledger", "--to", "copy", "--batch", "0"],
            ["ship", "ledger", "--to", "http://h", "--encoding", "lago"], ["ship", "ledger", "--to", "ftp://h"],
        ] {
            let result = try fixture.run(arguments)
            #expect(result.status == 2, "\(arguments): \(result.errors)")
        }
        let secret = try fixture.run(["ship", "ledger", "--to", "https://user:hunter2@host/"])
        #expect(secret.status == 2)
        #expect(!secret.errors.contains("hunter2"))
    }

    @Test func aVariableThatIsNotSetIsNamed() async throws {
        let fixture = try await self.fixture(1)
        let result = try fixture.run(["ship", "ledger", "--to", "lake"])
        #expect(result.errors.contains("the environment variable LAKE_TOKEN is not set"))
        #expect(result.status == 2)
    }
}
#else
/// Without the trait HTTPExport a ledger is sent into another one.
@Suite struct ShipTests {
    @Test func aFolderGetsEverythingOnce() async throws {
        let fixture = try LedgerFixture()
        try await fixture.write(ConformanceRecords.calls(250))
        let arguments = [
            "ship", "ledger", "--to", "file://\(fixture.path("copy"))", "--batch", "100", "--format", "json",
        ]
        let first = try LedgerFixture.object(try fixture.run(arguments))
        #expect(first["records"] as? Int == 250)
        let second = try LedgerFixture.object(try fixture.run(arguments))
        #expect(second["records"] as? Int == 0)
        #expect(try fixture.verification("copy").amount == (try fixture.verification("ledger")).amount)
    }

    @Test(arguments: ["lake", "http://127.0.0.1:1/"])
    func withoutItsTraitTheRemedyIsNamed(target: String) async throws {
        let fixture = try LedgerFixture()
        let result = try fixture.run(["ship", "ledger", "--to", target])
        #expect(result.errors.contains("enable the trait HTTPExport of swift-tally"))
        #expect(result.status == 2)
    }
}
#endif
