import Foundation
import Testing

@testable import TallyCLI

/// Paths, models, reasons and owners that want to be taken for something else.
@Suite struct HostileTextTests {
    @Test(arguments: SampleReport.hostileTexts) func aTableHoldsLinesOnly(text: String) throws {
        let table = try SampleReport.hostile(text).tableText
        Self.expectNoControls(table)
        #expect(!table.split(separator: "\n").contains { $0.hasPrefix("::") })
    }

    @Test(arguments: SampleReport.hostileTexts) func aWorkflowCommandIsOneLine(text: String) throws {
        let report = try SampleReport.hostile(text)
        let commands = report.gitHubText(now: SampleReport.now)
        Self.expectNoControls(commands)
        let lines = commands.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
        // As many as there are things to say, whatever is said: an error, two warnings, two notices of costs and of each
        // of the two notes, which are one if they say the same of the same file.
        #expect(lines.allSatisfy { $0.wholeMatch(of: /::(error|warning|notice) [^:]*::.+/) != nil }, "\(commands)")
        #expect(lines.count { $0.hasPrefix("::error ") } == 1)
        #expect(lines.count { $0.hasPrefix("::warning ") } == 2)
        #expect(lines.count { $0.hasPrefix("::notice ") } == 5)
        // The properties are those that are meant, with nothing between them.
        for line in lines {
            let properties = line.dropFirst(2).prefix { $0 != ":" }.split(separator: " ", maxSplits: 1)[1]
            let names = properties.split(separator: ",").map { $0.split(separator: "=")[0] }
            #expect(names == ["title"] || names == ["file", "line", "title"])
        }
    }

    @Test(arguments: SampleReport.hostileTexts) func markdownHasNoMarkupOfOthers(text: String) throws {
        let report = try SampleReport.hostile(text)
        for markdown in [report.markdownText, report.gitHubSummary] {
            Self.expectNoControls(markdown)
            // Nothing is markup between fences but the closing one, which begins a line.
            let parts = markdown.split(separator: "\n```")
            #expect(parts.count == 3 && parts[1].hasPrefix("yaml\n"))
            let markdown = parts[0] + parts[2]
            for markup in ["</td", "<script", "![x](", "@everyone", "`rm", "\n::", "<b>"] {
                #expect(!markdown.contains(markup), "\(markup)")
            }
            #expect(markdown.ranges(of: "<!--").count == (markdown.hasPrefix("<!-- tally check -->\n") ? 1 : 0))
            #expect(markdown.ranges(of: "<details>").count == markdown.ranges(of: "\n</details>").count)
            // Every row has the cells of its heading.
            let rows = markdown.split(separator: "\n").filter { $0.hasPrefix("|") }
            #expect(Set(rows.map { $0.count { $0 == "|" } }).count == 1)
            #expect(rows.count == 4)
        }
    }

    @Test(arguments: SampleReport.hostileTexts) func documentsKeepTheText(text: String) throws {
        let report = try SampleReport.hostile(text)
        let json = try Self.object(report.json)
        let prompts = try #require(json["prompts"] as? [[String: Any]])
        #expect(prompts[0]["path"] as? String == text)
        #expect(prompts[0]["previous_path"] as? String == text + "2")
        let findings = try #require(prompts[0]["findings"] as? [[String: Any]])
        #expect((findings[1]["exception"] as? [String: Any])?["owner"] as? String == text)
        #expect(json["notes"] as? [String] == [text])
        let sarif = try Self.object(report.sarif)
        let run = try #require((sarif["runs"] as? [[String: Any]])?.first)
        let results = try #require(run["results"] as? [[String: Any]])
        let locations = try #require(results[0]["locations"] as? [[String: [String: Any]]])
        let artifact = try #require(locations[0]["physicalLocation"]?["artifactLocation"] as? [String: String])
        let uri = try #require(artifact["uri"])
        #expect(uri.removingPercentEncoding == text)
        #expect(uri.wholeMatch(of: /[A-Za-z0-9\-._~\/%]+/) != nil)
    }

    @Test func aPathThatIsNotUTF8ComesWithItsBytes() throws {
        let choice = try EncodingChoice(encoding: "o200k_base")
        let path = FilePath(bytes: [0x70, 0x2F, 0xFF, 0x0A])
        let broken = CheckFinding(rule: .countable, message: "too large", status: .broken, configurationLine: nil)
        let report = SampleReport.report([
            try SampleReport.prompt(path, .added, choice, before: nil, after: 3, findings: [broken])
        ])
        let json = try #require(try Self.object(report.json)["prompts"] as? [[String: Any]])
        #expect(json[0]["path"] as? String == "p/\u{FFFD}\n")
        #expect(json[0]["path_bytes"] as? String == "702fff0a")
        #expect(report.sarif.text.contains("\"p/%FF%0A\""))
        #expect(
            report.gitHubText(now: 0).hasPrefix("::error title=tally check%3A countable::p/\u{FFFD}\\x0A: Too large.")
        )
        #expect(report.tableText.contains("p/\u{FFFD}\\x0A\n"))
        #expect(report.markdownText.contains("<code>p/\u{FFFD}&#92;x0A</code>"))
    }

    private static func object(_ object: JSONObject) throws -> [String: Any] {
        let value = try JSONSerialization.jsonObject(with: Data(object.text.utf8))
        return try #require(value as? [String: Any])
    }

    /// Nothing but line ends controls a terminal, a log or the direction of writing.
    private static func expectNoControls(_ text: String) {
        let controls = text.unicodeScalars.filter {
            $0 != "\n"
                && [.control, .format, .lineSeparator, .paragraphSeparator].contains($0.properties.generalCategory)
        }
        #expect(controls.isEmpty)
    }
}
