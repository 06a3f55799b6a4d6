internal import TallyEstimation
internal import TallyReports

/// An explanation as one page of HTML that loads nothing and runs nothing.
struct ExplainPage {
    let report: ExplainReport
    /// How many tokens are shown one by one.
    let limit: Int
    private var writer = HTMLWriter()

    /// Sections are open up to so many tokens, so that a long page is there at once.
    private static let openTokens = 20_000

    init(_ report: ExplainReport, limit: Int) {
        self.report = report
        self.limit = limit
    }

    private var explanation: Explanation { self.report.explanation }
    private var subject: ExplainSubject { self.report.subject }

    /// Writes the page.
    ///
    /// - Complexity: O(*n*) in the bytes of the tokens that are shown.
    mutating func html() -> [UInt8] {
        let name = HTMLWriter.escaped(self.report.path.displayText)
        self.writer = HTMLWriter()
        self.writer.markup(
            """
            <!doctype html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src '\(PageStyle.source)'; \
            base-uri 'none'; form-action 'none'">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="referrer" content="no-referrer">
            <title>\(name): \(NumberText.counted(self.subject.total, "token"))</title>
            <style>\(PageStyle.css)</style>
            </head>
            <body>
            <main>
            <header>
            <p class="over">Where the tokens are</p>
            <h1>\(name)</h1>

            """
        )
        self.writer.markup(PageTables(report: self.report).html)
        self.writeText()
        self.writer.markup(
            """
            </main>
            <footer>Counted offline by tally \(Version.current) with \(HTMLWriter.escaped(self.subject.choice.name)). \
            This page loads nothing and runs nothing.</footer>
            </body>
            </html>

            """
        )
        return self.writer.bytes
    }

    private mutating func writeText() {
        let shown = min(self.limit, self.subject.text.tokens.count)
        self.writer.markup(
            """
            <section aria-labelledby="text">
            <h2 id="text">The text, token by token</h2>
            <p class="note">A tint is a token; its id and bytes appear when the pointer rests on it.</p>
            <ul class="keys"><li>⏎ newline</li><li>→ tab</li><li>· blank at the end of a line</li>\
            <li><b class="x">NUL</b> what can’t be seen, by its name</li>\
            <li>underlined: tokens that share a character</li></ul>

            """
        )
        if let name = self.subject.standIn {
            self.writer.markup("<p class=\"note\">The tokens shown are those of \(name), which stands in.</p>\n")
        }
        if shown < self.subject.text.tokens.count {
            self.writer.markup("<p class=\"note\">The first \(NumberText.grouped(shown)) of ")
            self.writer.markup("\(NumberText.counted(self.subject.text.tokens.count, "token")) are shown; ")
            self.writer.markup("--limit shows more.</p>\n")
        }
        var tokens = PageTokens(self.explanation)
        for (index, part) in self.explanation.parts.enumerated() {
            let range = self.subject.text.tokens(startingIn: self.subject.lines.range(part.lines))
            guard tokens.next < shown, tokens.next < range.upperBound else { continue }
            self.writeSummary(index, part, range)
            tokens.write(upTo: min(range.upperBound, shown), to: &self.writer)
            self.writer.markup("</pre></details>\n")
        }
        self.writer.markup("</section>\n")
    }

    private mutating func writeSummary(_ index: Int, _ part: SectionPart, _ tokens: Range<Int>) {
        let section = self.explanation.sections[part.section]
        let isFirst = part.lines.lowerBound == section.section.firstLine
        self.writer.markup("<details")
        if isFirst { self.writer.markup(" id=s\(part.section)") }
        if tokens.lowerBound < Self.openTokens { self.writer.markup(" open") }
        self.writer.markup("><summary><h3\(section.hasName ? "" : " class=ex")>\(HTMLWriter.escaped(section.name))")
        if !isFirst { self.writer.markup(" (continued)") }
        self.writer.markup("</h3> <span>\(NumberText.counted(self.subject.scaled(tokens.count), "token"))")
        let (first, last) = (part.lines.lowerBound + 1, part.lines.upperBound)
        self.writer.markup(first == last ? ", line " : ", lines ")
        self.writer.markup(NumberText.grouped(first) + (first == last ? "" : "–" + NumberText.grouped(last)))
        self.writer.markup("</span></summary><pre>")
    }
}

extension Explanation.Section {
    /// Whether the author named the section.
    var hasName: Bool { self.excerpt.isEmpty }
}
