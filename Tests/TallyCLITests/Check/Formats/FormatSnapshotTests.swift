import Foundation
import Testing

@testable import TallyCLI

/// What the formats say about an everyday change, compared with what was recorded in `Fixtures/check`.
///
/// `TALLY_RECORD=1 swift test --filter FormatSnapshotTests` records it anew; read the difference before it is committed.
@Suite struct FormatSnapshotTests {
    @Test func theTableIsAsRecorded() throws {
        try Self.compare("table.txt", SampleReport.everyday().tableText)
    }

    @Test func theDocumentIsAsRecorded() throws {
        try Self.compare("report.json", Self.withoutVersions(SampleReport.everyday().json))
    }

    @Test func theCommandsAreAsRecorded() throws {
        try Self.compare("github.txt", SampleReport.everyday().gitHubText(now: SampleReport.now))
    }

    @Test func theSummaryIsAsRecorded() throws {
        try Self.compare("summary.md", SampleReport.everyday().gitHubSummary)
    }

    @Test func theLogIsAsRecorded() throws {
        try Self.compare("report.sarif", Self.withoutVersions(SampleReport.everyday().sarif))
    }

    @Test func theCommentIsAsRecorded() throws {
        try Self.compare("comment.md", SampleReport.everyday().markdownText)
    }

    /// The document over several lines, without what changes with each release and each list of prices.
    private static func withoutVersions(_ object: JSONObject) throws -> String {
        var text = object.text.replacing("\"\(Version.current)\"", with: "\"0.0.0\"")
        text.replace(/"prices":\{[^}]*\}/, with: "\"prices\":{}")
        let value = try JSONSerialization.jsonObject(with: Data(text.utf8))
        let data = try JSONSerialization.data(
            withJSONObject: value,
            options: [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        )
        return String(decoding: data, as: UTF8.self) + "\n"
    }

    private static func compare(_ name: String, _ text: String, file: String = #filePath) throws {
        if ProcessInfo.processInfo.environment["TALLY_RECORD"] != nil {
            let folder = URL(filePath: file).deletingLastPathComponent().appending(path: "../../Fixtures/check")
            try Data(text.utf8).write(to: folder.appending(path: name))
            return
        }
        let parts = name.split(separator: ".").map(String.init)
        let url = Bundle.module.url(forResource: parts[0], withExtension: parts[1], subdirectory: "Fixtures/check")
        let expected = try String(contentsOf: #require(url), encoding: .utf8)
        #expect(text == expected)
    }
}
