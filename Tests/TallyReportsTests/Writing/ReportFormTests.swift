import Foundation
import TallyMetering
import TallyPricing
import TallyTestSupport
import Testing

@testable import TallyReports

@Suite struct ReportFormTests {
    // MARK: Text for people

    @Test func tableIsAligned() throws {
        #expect(
            try SampleReports.small.text(as: .table) == """
                Spend by team
                2026-10-01 to 2026-10-01 01:00 UTC
                Only environment=production

                Spend        $1,234.57
                Calls        1,234,567
                From caches  25.0%
                First seen   –

                By team
                Known cost only.
                Team                   Cost   Share     p95     In all  Last              Approved  Tokens a call
                search            $1,000.50   81.0%  1.23 s  1 min 2 s  2026-10-01 00:00  yes                12.5
                =1+1        $0.000000000001   <0.1%   12 ms          –  2026-10-01 00:01  no                    –
                all others            $0.00       –       –          –  –                 –                     –
                (none)              $234.07   19.0%       –          –  –                 –                     –
                Total             $1,234.57  100.0%       –          –  –                 –                     –
                p95: At most 0.1% off.

                Warning: 3 calls have no known price.
                Note: The sum of cost_usd.

                """
        )
    }

    @Test func columnsOfWideCharactersAreAligned() throws {
        let texts = ["中文模型", "e\u{301}te", "\u{1F469}\u{200D}\u{1F680}", "plain", "\u{1B}[31m"]
        let document = ReportDocument(
            kind: "spend",
            title: "x",
            tables: [
                ReportTable(
                    "t",
                    "T",
                    columns: [ReportColumn("model", "Model", .dimension), ReportColumn("calls", "Calls")],
                    rows: texts.map { .init([.text($0), .count(1)]) }
                )
            ]
        )
        let lines = try document.text(as: .table).split(separator: "\n").dropFirst(3).map(String.init)
        #expect(
            lines == [
                "中文模型       1", "e\u{301}te            1", "\u{1F469}\u{200D}\u{1F680}             1",
                "plain          1", "[ESC][31m      1",
            ]
        )
    }

    @Test func nothingHostileReachesATerminal() throws {
        let text = try SampleReports.hostile.text(as: .table)
        for scalar in text.unicodeScalars where scalar != "\n" && scalar != "\u{200D}" {
            #expect(VisibleCharacter.name(scalar) == nil, "U+\(String(scalar.value, radix: 16))")
        }
        // A line for each text in figures, table and notes, and 7 that head them; none was broken in two.
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        #expect(lines.count(where: { $0.hasPrefix("Warning: ") }) == SampleReports.hostileTexts.count)
        #expect(lines.count == SampleReports.hostileTexts.count * 3 + 2 + 1 + 1 + 4 + 1 + 1)
    }

    // MARK: JSON

    @Test func jsonKeepsEveryAmountExactly() throws {
        let text = try SampleReports.small.text(as: .json)
        #expect(
            text.contains(
                "\"figures\":{\"cost_usd\":1234.567890123456,\"calls\":1234567,\"cache_share\":0.25,\"first_seen\":null}"
            )
        )
        #expect(
            text.contains(
                """
                {"kind":"group","values":{"team":"search","cost_usd":1000.5,"share":0.81,"duration_p95_ms":1234.5,\
                "time_s":61.5,"last":"2026-10-01T00:00:00.000Z","ok":true,"tokens_per_call":12.5}}
                """
            )
        )
        #expect(text.contains("\"cost_usd\":0.000000000001,"))
        #expect(text.contains("\"tokens_per_call\":null}},{\"kind\":\"rest\""))
        #expect(text.hasSuffix("]}\n"))
    }

    @Test func jsonIsAsTheSchemaSays() throws {
        let file = TestEnvironment.root.appending(path: "Sources/TallyReports/Writing/report.schema.json")
        let schema = try #require(JSONSerialization.jsonObject(with: Data(contentsOf: file)) as? [String: Any])
        for document in [SampleReports.small, SampleReports.hostile, ReportDocument(kind: "k", title: "t")] {
            let text = try document.text(as: .json)
            Self.check(try JSONSerialization.jsonObject(with: Data(text.utf8)), schema, "$")
        }
    }

    /// What this schema uses of JSON Schema; every member has to be described.
    private static func check(_ value: Any, _ schema: [String: Any], _ path: String) {
        if let values = schema["enum"] as? [String] { #expect(values.contains(value as? String ?? ""), "\(path)") }
        if let object = value as? [String: Any] {
            let properties = schema["properties"] as? [String: [String: Any]]
            for name in schema["required"] as? [String] ?? [] { #expect(object[name] != nil, "\(path).\(name)") }
            for (name, member) in object {
                if let properties {
                    let property = properties[name]
                    #expect(property != nil, "\(path).\(name)")
                    Self.check(member, property ?? [:], "\(path).\(name)")
                } else {
                    #expect(schema["additionalProperties"] != nil, "\(path).\(name)")
                }
            }
        } else if let values = value as? [Any] {
            #expect(schema["type"] as? String == "array", "\(path)")
            for member in values { Self.check(member, schema["items"] as? [String: Any] ?? [:], "\(path)[]") }
        }
    }

    @Test func jsonKeepsEveryText() throws {
        let text = try SampleReports.hostile.text(as: .json)
        let json = try #require(JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
        #expect(json["filter"] as? [String] == SampleReports.hostileTexts)
        let rows = (json["tables"] as? [[String: Any]])?.first?["rows"] as? [[String: Any]]
        #expect(rows?.map { ($0["values"] as? [String: Any])?["=cmd"] as? String } == SampleReports.hostileTexts)
        #expect(text.filter { $0 == "\n" }.count == 1)
    }

    // MARK: CSV

    @Test func csvHasRawNumbersAndKindsOfRows() throws {
        #expect(
            try SampleReports.small.text(as: .csv)
                == [
                    "team,cost_usd,share,duration_p95_ms,time_s,last,ok,tokens_per_call,row_kind",
                    "search,1000.5,0.81,1234.5,61.5,2026-10-01T00:00:00.000Z,true,12.5,group",
                    "'=1+1,0.000000000001,0.0001,12,,2026-10-01T00:01:00.000Z,false,,group",
                    "all others,0,,,,,,,rest", ",234.067890123455,0.19,,,,,,gap", ",1234.567890123456,1.0,,,,,,total",
                    "",
                ]
                .joined(separator: "\r\n")
        )
    }

    @Test(arguments: [true, false]) func csvIsReadBack(guards: Bool) throws {
        var options = ReportFormOptions()
        options.guardsFormulas = guards
        let rows = Self.readCSV(try SampleReports.hostile.text(as: .csv, options))
        #expect(rows.allSatisfy { $0.count == 3 })
        let texts = rows.dropFirst().map { $0[0] }
        #expect(texts.count == SampleReports.hostileTexts.count)
        for (found, text) in zip(texts, SampleReports.hostileTexts) {
            let isGuarded = guards && "=+-@\t\u{FF1D}".unicodeScalars.contains(text.unicodeScalars.first ?? "a")
            #expect(found == (isGuarded ? "'" : "") + text)
        }
        #expect(rows[0] == [guards ? "'=cmd" : "=cmd", "cost_usd", "row_kind"])
    }

    /// RFC 4180, as its grammar says.
    private static func readCSV(_ text: String) -> [[String]] {
        var rows: [[String]] = []
        var row: [String] = []
        var field = ""
        var isQuoted = false
        var scalars = Array(text.unicodeScalars)[...]
        while let scalar = scalars.popFirst() {
            switch scalar {
            case "\"" where isQuoted && scalars.first == "\"":
                field.unicodeScalars.append("\"")
                scalars.removeFirst()
            case "\"": isQuoted.toggle()
            case "," where !isQuoted:
                row.append(field)
                field = ""
            case "\r" where !isQuoted:
                #expect(scalars.popFirst() == "\n")
                rows.append(row + [field])
                row = []
                field = ""
            default: field.unicodeScalars.append(scalar)
            }
        }
        #expect(row.isEmpty && field.isEmpty && !isQuoted)
        return rows
    }

    @Test func csvHasTheTableThatIsAskedFor() throws {
        var options = ReportFormOptions()
        options.table = "figures"
        #expect(try SampleReports.small.text(as: .csv, options).hasPrefix("figure,value,row_kind\r\ncost_usd,1234.5"))
        #expect(try ReportDocument(kind: "k", title: "t").text(as: .csv) == "figure,value,row_kind\r\n")
        options.table = "by_moon"
        let error = #expect(throws: ReportFormError.self) { try SampleReports.small.text(as: .csv, options) }
        #expect(error?.code == .unknownTable)
        #expect(error?.message == "the report spend has no table by_moon; it has by_team, figures")
    }

    // MARK: Markdown

    @Test func markdownIsATableOfGitHub() throws {
        #expect(
            try SampleReports.small.text(as: .markdown).contains(
                """
                ## By team

                Known cost only.

                | Team | Cost | Share | p95 | In all | Last | Approved | Tokens a call |
                | :-- | --: | --: | --: | --: | :-- | :-- | --: |
                | search | $1,000.50 | 81.0% | 1.23 s | 1 min 2 s | 2026-10-01 00:00 | yes | 12.5 |
                | =1+1 | $0.000000000001 | &#60;0.1% | 12 ms | – | 2026-10-01 00:01 | no | – |
                """
            )
        )
    }

    @Test func markdownHasNoMarkupOfOthers() throws {
        let text = try SampleReports.hostile.text(as: .markdown)
        for (index, line) in text.split(separator: "\n").enumerated() where line.hasPrefix("|") {
            let bars = line.filter { $0 == "|" }.count
            #expect(bars == 3, "line \(index): \(line)")
        }
        let outside = SampleReports.hostileTexts.filter { $0.contains { "<[]`~@".contains($0) } }
        for hostile in outside { #expect(!text.contains(hostile), "\(hostile)") }
        for mark in ["<", "![", "](", "http://", "https://", "www.", "@e", "#1 "] {
            #expect(!text.contains(mark), "\(mark)")
        }
    }
}
