import TallyMetering
import TallyPricing
import TallyReports
import TallyTestSupport

/// Reports to be written.
enum SampleReports {
    /// The first moment of all samples: 2026-10-01.
    static let start = Timestamp(millisecondsSince1970: 1_790_812_800_000)

    /// One of every value, and a row of every kind.
    static let small = ReportDocument(
        kind: "spend",
        title: "Spend by team",
        period: start...(start + .seconds(3_600)),
        filter: ["environment=production"],
        figures: [
            .init("cost_usd", "Spend", .money(Money(picodollars: 1_234_567_890_123_456))),
            .init("calls", "Calls", .count(1_234_567)),
            .init("cache_share", "From caches", .share(0.25)), .init("first_seen", "First seen", .absent),
        ],
        tables: [
            ReportTable(
                "by_team",
                "By team",
                caption: "Known cost only.",
                columns: [
                    ReportColumn("team", "Team", .dimension), ReportColumn("cost_usd", "Cost"),
                    ReportColumn("share", "Share"), ReportColumn("duration_p95_ms", "p95", note: "At most 0.1% off."),
                    ReportColumn("time_s", "In all"), ReportColumn("last", "Last"), ReportColumn("ok", "Approved"),
                    ReportColumn("tokens_per_call", "Tokens a call"),
                ],
                rows: [
                    .init([
                        .text("search"), .money(Money(picodollars: 1_000_500_000_000_000)), .share(0.81),
                        .duration(.microseconds(1_234_500)),
                        .duration(.milliseconds(61_500)), .time(start), .flag(true), .number(12.5),
                    ]),
                    .init([
                        .text("=1+1"), .money(Money(picodollars: 1)), .share(0.0001), .duration(.milliseconds(12)),
                        .absent, .time(start + .seconds(60)), .flag(false), .number(.infinity),
                    ]),
                    .init([.text("all others"), .money(.zero)], kind: .rest),
                    .init([.absent, .money(Money(picodollars: 234_067_890_123_455)), .share(0.19)], kind: .gap),
                    .init([.absent, .money(Money(picodollars: 1_234_567_890_123_456)), .share(1)], kind: .total),
                ]
            )
        ],
        notes: [
            .init(.warning, "unpriced", "3 calls have no known price."), .init(.info, "cost", "The sum of cost_usd."),
        ]
    )

    /// Texts that are markup, formulas, commands or ends of something elsewhere.
    static let hostileTexts =
        [
            "<script>alert(1)</script>", "</script><img src=x onerror=alert(1)>", "</style><style>*{display:none}",
            "<!--", "-->", "]]>", "&lt;b&gt;", "\"' onload=x", "{{ x }}", "javascript:alert(1)", "| a | b |", "`code`",
            "**bold** _it_ ~~no~~", "[link](https://evil.example)", "![x](//evil.example/x.png)",
            "https://evil.example",
            "www.evil.example", "@everyone #1 GH-1", "=HYPERLINK(\"http://evil.example\")", "+1", "-1", "@SUM(A1)",
            "\u{FF1D}1", "\t=1", "a,b", "a;b", "say \"hi\"", "line\nbreak", "line\r\nbreak", "\u{1B}[31mred", "\u{7}",
            "\u{202E}reversed", "\u{2066}", "\u{200B}", "\u{FEFF}x", "\u{2028}", "\u{0}", " ", "", "中文模型", "한국어",
            "مرحبا", "e\u{301}", "\u{1F469}\u{200D}\u{1F680}", "\u{1F1E9}\u{1F1EA}",
            String(repeating: "long ", count: 60),
        ]

    /// The hostile texts in every place that a text from outside gets to.
    static let hostile = ReportDocument(
        kind: "spend",
        title: "Spend by <b>team</b>\n# \u{202E}",
        filter: hostileTexts,
        figures: hostileTexts.enumerated().map { .init("figure_\($0)", $1, .text($1)) },
        tables: [
            ReportTable(
                "by_team",
                "</h2><script>1</script>",
                caption: "- <i>no</i>",
                columns: [
                    ReportColumn("=cmd", "<b>Team</b> | x", .dimension, note: "</td>"),
                    ReportColumn("cost_usd", "Cost"),
                ],
                rows: hostileTexts.enumerated().map { .init([.text($1), .money(.dollars($0))]) }
            )
        ],
        notes: hostileTexts.map { .init(.warning, "note", $0) }
    )
}
