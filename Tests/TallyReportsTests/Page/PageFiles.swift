import Foundation
import Testing

@testable import TallyReports

/// Writes pages to be looked at by a browser: Tests/Integration/reports_html.py.
@Suite struct PageFiles {
    @Test(.enabled(if: ProcessInfo.processInfo.environment["TALLY_PAGES"] != nil))
    func writesPages() throws {
        let folder = URL(filePath: try #require(ProcessInfo.processInfo.environment["TALLY_PAGES"]))
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let documents = [
            ("charts", SampleReports.charts(seed: 1)), ("hostile", SampleReports.hostileCharts),
            ("small", SampleReports.small), ("empty", ReportDocument(kind: "spend", title: "Nothing")),
        ]
        for (name, document) in documents {
            for form in ReportForm.allCases {
                let file = folder.appending(path: "\(name).\(form.rawValue)")
                try document.text(as: form).write(to: file, atomically: true, encoding: .utf8)
            }
        }
        var options = ReportFormOptions()
        options.refresh = .milliseconds(200)
        let live = try SampleReports.charts(seed: 1).text(as: .html, options)
        try live.write(to: folder.appending(path: "live.html"), atomically: true, encoding: .utf8)
    }
}
