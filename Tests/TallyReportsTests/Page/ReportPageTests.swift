import Foundation
import TallyMetering
import TallyPricing
import TallyTestSupport
import Testing

@testable import TallyReports

@Suite struct ReportPageTests {
    private static let documents = [
        SampleReports.charts(seed: 1), SampleReports.hostileCharts, SampleReports.small,
        ReportDocument(kind: "spend", title: "Nothing"),
    ]

    /// Each element closes what was opened last, attributes are in quotes, and every id is there once.
    @Test(arguments: documents) func markupIsWellFormed(document: ReportDocument) throws {
        let page = try document.text(as: .html)
        let markup = Markup(page)
        #expect(markup.faults == [])
        #expect(Set(markup.ids).count == markup.ids.count)
        for reference in markup.references { #expect(markup.ids.contains(reference), "\(reference)") }
        #expect(markup.elements.isSubset(of: Markup.known), "\(markup.elements.subtracting(Markup.known))")
    }

    @Test func nothingHostileBecomesMarkup() throws {
        let page = try SampleReports.hostileCharts.text(as: .html)
        for text in ["<script>alert", "<img", "<i>", "<b>team", "</style><style>", "onload=x\"", "{{"]
        where text != "{{" {
            #expect(!page.contains(text), "\(text)")
        }
        #expect(page.components(separatedBy: "<script").count == 2)
        for scalar in page.unicodeScalars where scalar != "\n" && scalar != "\u{200D}" {
            #expect(VisibleCharacter.name(scalar) == nil, "U+\(String(scalar.value, radix: 16))")
        }
        #expect(page.contains("&lt;script&gt;alert(1)&lt;/script&gt;"))
    }

    @Test func theSameReportIsTheSamePage() throws {
        #expect(try SampleReports.charts(seed: 7).text(as: .html) == SampleReports.charts(seed: 7).text(as: .html))
    }

    @Test func thePolicyNamesTheStyleAndTheScript() throws {
        let page = try SampleReports.small.text(as: .html)
        // python3: base64.b64encode(hashlib.sha256(b"abc").digest())
        #expect(
            PagePolicy.text(style: "abc", script: "", mayConnect: false)
                == "default-src 'none'; style-src 'sha256-ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0='; "
                + "script-src 'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='; base-uri 'none'; form-action 'none'"
        )
        #expect(page.contains("<style>\(PageStyle.css)</style>"))
        #expect(page.contains("<script>\(PageScript.text)</script>"))
        #expect(page.contains(PagePolicy.text(style: PageStyle.css, script: PageScript.text, mayConnect: false)))
        #expect(!page.contains("http://") && !page.contains("https://") && !page.contains(" style=\""))
    }

    @Test func aLongTableSaysWhatIsLeftOut() throws {
        var table = ReportTable(
            "t",
            "T",
            columns: [ReportColumn("n", "N", .dimension), ReportColumn("calls", "Calls")],
            rows: (0..<2_000).map { .init([.text("row \($0)"), .count($0)]) }
        )
        table.rows.append(.init([.absent, .count(5)], kind: .gap))
        table.rows.append(.init([.absent, .count(9)], kind: .total))
        var options = ReportFormOptions()
        options.maximumPageRows = 100
        let page = try ReportDocument(kind: "k", title: "K", tables: [table]).text(as: .html, options)
        #expect(page.contains("The first 100 of 2,000 rows"))
        #expect(page.contains("row 99<") && !page.contains("row 100<"))
        #expect(page.contains("<tr class=\"gap\">") && page.contains("<tfoot>\n<tr class=\"total\">"))
    }

    // MARK: Colours

    /// The ratio of WCAG 2.2.
    private static func contrast(_ one: PageColor, _ other: PageColor) -> Double {
        func luminance(_ color: PageColor) -> Double {
            let parts = [color.red, color.green, color.blue].map { part in
                let value = Double(part) / 255
                return value <= 0.04045 ? value / 12.92 : pow((value + 0.055) / 1.055, 2.4)
            }
            return parts[0] * 0.2126 + parts[1] * 0.7152 + parts[2] * 0.0722
        }
        let pair = [luminance(one), luminance(other)].sorted()
        return (pair[1] + 0.05) / (pair[0] + 0.05)
    }

    @Test(arguments: [true, false]) func colorsHaveContrast(isLight: Bool) {
        let palette = isLight ? PagePalette.light : .dark
        for ground in [palette.background, palette.surface] {
            for text in [palette.text, palette.muted, palette.accent, palette.warning] {
                #expect(Self.contrast(text, ground) >= 4.5)
            }
            for mark in palette.series + [palette.rest, palette.strengths[HeatMapChart.strengths - 1]] {
                #expect(Self.contrast(mark, ground) >= 3, "\(mark.css)")
            }
        }
        // Names stand on cells, which may stand on others.
        for mark in palette.series + [palette.rest] {
            let cell = palette.background.mixed(with: mark, PagePalette.tint).mixed(with: mark, PagePalette.tint)
            #expect(Self.contrast(palette.text, cell) >= 4.5, "\(mark.css)")
        }
        #expect(palette.series.count == ChartSeries.most)
    }

    /// Also with each kind of colour blindness, all colours of series are further apart than a just noticeable step, which
    /// is about 0.02 in Oklab.
    @Test(arguments: [true, false]) func seriesAreToldApartByAllEyes(isLight: Bool) {
        let palette = isLight ? PagePalette.light : .dark
        let colors = palette.series + [palette.rest]
        for vision in ColorVision.all {
            for (index, one) in colors.enumerated() {
                for other in colors.dropFirst(index + 1) {
                    #expect(vision.distance(one, other) > 0.08, "\(one.css) \(other.css)")
                }
            }
        }
    }
}

/// As much of HTML as pages have.
struct Markup {
    static let known: Set<String> = [
        "html", "head", "meta", "title", "style", "body", "a", "header", "h1", "p", "ul", "li", "main", "dl", "div",
        "dt",
        "dd", "b", "nav", "section", "h2", "figure", "figcaption", "svg", "desc", "rect", "path", "circle", "text",
        "details",
        "summary", "table", "caption", "thead", "tbody", "tfoot", "tr", "th", "td", "span", "footer", "script",
    ]
    private static let empty: Set<String> = ["meta"]

    var elements: Set<String> = []
    var ids: [String] = []
    var references: [String] = []
    var faults: [String] = []

    init(_ page: String) {
        var stack: [String] = []
        var rest = page.dropFirst("<!doctype html>".count)
        while let start = rest.firstIndex(of: "<") {
            rest = rest[start...].dropFirst()
            guard let end = rest.firstIndex(of: ">") else { break }
            var tag = rest[..<end]
            rest = rest[end...].dropFirst()
            if tag.first == "/" {
                if stack.popLast() != String(tag.dropFirst()) { self.faults.append("</\(tag.dropFirst())>") }
                continue
            }
            let closes = tag.last == "/"
            if closes { tag.removeLast() }
            let name = String(tag.prefix { $0 != " " })
            self.elements.insert(name)
            for match in tag.matches(of: /([a-zA-Z-]+)="([^"]*)"/) {
                let values = match.output.2.split(separator: " ").map(String.init)
                switch match.output.1 {
                case "id": self.ids += values
                case "aria-labelledby", "aria-describedby": self.references += values
                case "href": self.references += values.map { String($0.dropFirst()) }
                default: break
                }
            }
            if !closes, !Self.empty.contains(name) { stack.append(name) }
            if name == "style" || name == "script", let end = rest.range(of: "</\(name)>") {
                rest = rest[end.lowerBound...]
            }
        }
        if !stack.isEmpty { self.faults.append("open at the end: \(stack)") }
    }
}
