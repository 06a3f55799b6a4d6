import Foundation
import TallyFileExport
import TallyMetering
import TallyTesting
import Testing

@Suite struct LedgerVerifyTests {
    @Test func aWholeLedgerIsSummedUp() async throws {
        let fixture = try LedgerFixture()
        try await fixture.write(ConformanceRecords.calls(250))
        let table = try fixture.run(["ledger", "verify", "ledger"])
        #expect(table.output.hasPrefix("day         records"))
        #expect(table.output.contains("2027-01-01      250"))
        #expect(table.output.hasSuffix("1 file: whole\n"))
        #expect(table.errors == "")
        #expect(table.status == 0)
        let result = try fixture.run(["ledger", "verify", "ledger", "--format", "json"])
        let answer = try LedgerFixture.object(result)
        #expect(answer["whole"] as? Bool == true)
        #expect(answer["records"] as? Int == 250)
        #expect(answer["tokens"] as? Int == (try fixture.verification("ledger")).amount.tokens)
        #expect((answer["days"] as? [[String: Any]])?.count == 1)
        #expect(result.status == 0)
    }

    @Test func findingsEndWithOneAndAreNamed() async throws {
        let fixture = try LedgerFixture()
        try await fixture.write(ConformanceRecords.calls(10))
        try await fixture.write(ConformanceRecords.calls(2))
        try fixture.damage("{\"no\":\"record\"}\n{\"torn\":")
        let result = try fixture.run(["ledger", "verify", "ledger", "--format", "json"])
        #expect(result.status == 1)
        let counts = try #require(try LedgerFixture.object(result)["counts"] as? [String: Int])
        #expect(counts["duplicate"] == 2)
        #expect(counts["unreadable"] == 1)
        #expect(counts["torn"] == 1)
        let table = try fixture.run(["ledger", "verify", "ledger", "--limit", "1"])
        #expect(table.output.contains("2 there twice\n"))
        #expect(table.output.contains("  and 3 more\n"))
        #expect(table.output.hasSuffix("2 files: not whole\n"))
        #expect(table.status == 1)
    }

    @Test func whatWasDroppedIsAGap() async throws {
        let fixture = try LedgerFixture()
        let drop = DropRecord(
            id: RecordID(high: 0x01A2_D3C4_E5F6_7000, low: 1 << 63),
            time: Timestamp(millisecondsSince1970: 1_798_761_600_000),
            reason: .queueFull,
            amount: RecordAmount(records: 7, tokens: 900, cost: .zero, unpricedRecords: 7)
        )
        try await fixture.write([.drop(drop)])
        let result = try fixture.run(["ledger", "verify", "ledger"])
        #expect(result.output.contains("gap: 7 records, 900 tokens, $0.00, 7 unpriced dropped by the queue"))
        #expect(result.status == 1)
    }

    @Test func onlyTheDaysThatAreAskedForAreRead() async throws {
        let fixture = try LedgerFixture()
        try await fixture.write(ConformanceRecords.calls(3))
        for (days, records) in [("..2026-12-31", 0), ("2027-01-01", 3), ("2027-01-01..", 3), ("2027-01-02..", 0)] {
            let result = try fixture.run(["ledger", "verify", "ledger", "--days", days, "--format", "json"])
            #expect(try LedgerFixture.object(result)["records"] as? Int == records, "\(days)")
        }
    }

    @Test(
        arguments: [
            (["ledger", "verify", "nowhere"], 3), (["ledger", "verify"], 2), (["ledger"], 0),
            (["ledger", "verify", "x", "--days", "yesterday"], 2), (["ledger", "verify", "x", "--days", ".."], 2),
            (["ledger", "verify", "x", "--limit", "-1"], 2), (["ledger", "tail", "nowhere"], 3),
            (["ledger", "tail", "x", "--lines", "-1"], 2),
        ] as [([String], Int32)]
    ) func theStatusSaysWhatIsWrong(arguments: [String], status: Int32) throws {
        let result = try LedgerFixture().run(arguments)
        #expect(result.status == status, "\(result.errors)")
        if status > 0 { #expect(result.errors.hasPrefix("tally: ")) }
    }
}
