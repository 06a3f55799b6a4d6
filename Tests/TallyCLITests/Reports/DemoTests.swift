import Foundation
import Testing

@Suite struct DemoTests {
    private static func json(_ text: String) throws -> [String: Any] {
        try #require(JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
    }

    @Test func writesALedgerThatIsWholeAndHasTheSumsItStates() throws {
        let folder = try TemporaryFolder()
        let demo = try TallyBinary.run(
            ["demo", "--records", "3000", "--days", "8", "--format", "json"],
            in: folder.url
        )
        #expect(demo.status == 0)
        #expect(demo.errors == "")
        let stated = try Self.json(demo.output)
        let verified = try TallyBinary.run(["ledger", "verify", "tally-demo", "--format", "json"], in: folder.url)
        let found = try Self.json(verified.output)
        // What the service dropped makes it not whole.
        for name in ["records", "calls", "outcomes", "drops", "tokens", "files"] {
            #expect(stated[name] as? Int == found[name] as? Int, "\(name)")
        }
        #expect(stated["records"] as? Int == 3_000)
        #expect((stated["anomalies"] as? [Any])?.count == 6)
    }

    @Test func whatItSaysToTryCanBeTried() throws {
        let folder = try TemporaryFolder()
        let demo = try TallyBinary.run(["demo", "--records", "2000", "--output", "a ledger"], in: folder.url)
        #expect(demo.status == 0)
        let steps = demo.output.split(separator: "\n").filter { $0.hasPrefix("  tally ") }
        #expect(!steps.isEmpty)
        for step in steps {
            #expect(step.hasSuffix(" 'a ledger'"))
            let words = step.dropFirst("  tally ".count).dropLast(" 'a ledger'".count).split(separator: " ")
            let result = try TallyBinary.run(words.map(String.init) + ["a ledger"], in: folder.url)
            #expect(result.status < 2, "\(step): \(result.errors)")
            #expect(result.output != "")
        }
    }

    @Test func leavesAFolderAloneThatHasSomethingInIt() throws {
        let folder = try TemporaryFolder()
        try folder.write("tally-demo/mine.txt", "mine")
        let result = try TallyBinary.run(["demo", "--records", "10"], in: folder.url)
        #expect(result.status == 2)
        #expect(result.output == "")
        #expect(result.errors.contains("the folder has something in it"))
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.url.path + "/tally-demo") == ["mine.txt"])
        try folder.write("file", "mine")
        #expect(try TallyBinary.run(["demo", "--output", "file"], in: folder.url).status == 2)
    }

    @Test(arguments: [["--output", ""], ["--days", "0"], ["--records", "-1"], ["--days", "5000"], ["--seed", "x"]])
    func wrongNumbersAreRefused(arguments: [String]) throws {
        let folder = try TemporaryFolder()
        #expect(try TallyBinary.run(["demo"] + arguments, in: folder.url).status == 2)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.url.path).isEmpty)
    }
}
