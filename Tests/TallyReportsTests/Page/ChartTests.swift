import TallyMetering
import TallyPricing
import TallyTestSupport
import Testing

@testable import TallyReports

@Suite struct ChartTests {
    // MARK: Treemap

    /// Areas are as large as their values, within the whole, and none upon another.
    @Test func treemapsFillTheirAreaInProportion() {
        let seed = TestEnvironment.seed
        print("seed \(seed)")
        var generator = SeededGenerator(seed: seed)
        for _ in 0..<200 {
            let count = Int.random(in: 1...30, using: &generator)
            let values = (0..<count).map { _ in Double.random(in: 0.01...100, using: &generator) }.sorted(by: >)
            let whole = ChartArea(x: 5, y: 7, width: .random(in: 10...900, using: &generator), height: 400)
            let areas = Treemap.rectangles(values, in: whole)
            let sum = values.reduce(0, +)
            #expect(areas.count == count)
            for (value, area) in zip(values, areas) {
                #expect(abs(area.width * area.height / (whole.width * whole.height) - value / sum) < 1e-9)
                #expect(area.x >= whole.x - 1e-6 && area.x + area.width <= whole.x + whole.width + 1e-6)
                #expect(area.y >= whole.y - 1e-6 && area.y + area.height <= whole.y + whole.height + 1e-6)
            }
            for one in areas.indices {
                for other in areas.indices where other > one {
                    let width =
                        min(areas[one].x + areas[one].width, areas[other].x + areas[other].width)
                        - max(areas[one].x, areas[other].x)
                    let height =
                        min(areas[one].y + areas[one].height, areas[other].y + areas[other].height)
                        - max(areas[one].y, areas[other].y)
                    #expect(min(width, height) < 1e-6)
                }
            }
        }
    }

    @Test func treemapsOfNothingHaveNoSize() {
        let whole = ChartArea(x: 0, y: 0, width: 10, height: 10)
        #expect(Treemap.rectangles([], in: whole).isEmpty)
        #expect(Treemap.rectangles([0, -1], in: whole).allSatisfy { $0.width == 0 })
        #expect(Treemap.rectangles([1, .infinity], in: whole).allSatisfy { $0.width == 0 })
    }

    // MARK: Axes

    @Test func axesHaveRoundNumbersAndAllValues() {
        let seed = TestEnvironment.seed
        print("seed \(seed)")
        var generator = SeededGenerator(seed: seed)
        for unit in [ChartUnit.count, .money, .number, .share, .milliseconds] {
            for _ in 0..<300 {
                let scale = (0..<Int.random(in: 0...24, using: &generator)).reduce(1e-9) { power, _ in power * 10 }
                let high = Double.random(in: 0...1, using: &generator) * scale
                let low = Bool.random(using: &generator) ? 0 : -high * 0.7
                let axis = ChartScale(low...high, unit: unit, ticks: 5)
                #expect(axis.low <= low && axis.high >= high * 0.999, "\(low) \(high) \(unit)")
                #expect(axis.ticks.contains(0))
                #expect((2...14).contains(axis.ticks.count), "\(low) \(high) \(axis.ticks.count)")
                let texts = axis.ticks.map(axis.text)
                if high > 1e-7 { #expect(Set(texts).count == texts.count, "\(texts)") }
            }
        }
    }

    @Test(arguments: [
        (0.0, 4_100.0, ChartUnit.money, ["$0", "$1,000", "$2,000", "$3,000", "$4,000", "$5,000"]),
        (0, 0.00043, .money, ["$0.0000", "$0.0001", "$0.0002", "$0.0003", "$0.0004", "$0.0005"]),
        (0, 3, .count, ["0", "1", "2", "3"]), (0, 1, .share, ["0%", "20%", "40%", "60%", "80%", "100%"]),
        (0, 45_000_000, .count, ["0", "10M", "20M", "30M", "40M", "50M"]),
        (0, 4_300, .milliseconds, ["0 s", "1 s", "2 s", "3 s", "4 s", "5 s"]),
        (-5, 4, .number, ["-6", "-4", "-2", "0", "2", "4"]), (0, 0, .count, ["0", "1"]),
    ])
    func axesAreWrittenShortly(low: Double, high: Double, unit: ChartUnit, texts: [String]) {
        let axis = ChartScale(low...high, unit: unit, ticks: 5)
        #expect(axis.ticks.map(axis.text) == texts)
    }

    @Test(arguments: [
        ("2026-10-01", "Oct 1"), ("2026-10-01 14:00", "Oct 1 14:00"), ("2026-10", "Oct 2026"), ("gpt-4o", "gpt-4o"),
        ("2026-13-01", "2026-13-01"), ("", ""), ("-", "-"), ("week 3", "week 3"),
    ])
    func timesAreShort(text: String, short: String) {
        #expect(ChartTime.short(text) == short)
    }

    // MARK: Series

    private static func table(_ cells: [(day: Int, team: String?, value: ReportValue)]) -> ReportTable {
        ReportTable(
            "t",
            "T",
            columns: [
                ReportColumn("day", "Day", .dimension), ReportColumn("team", "Team", .dimension),
                ReportColumn("v", "V"),
            ],
            rows: cells.map { cell in
                .init(
                    [
                        .time(SampleReports.start + .seconds(cell.day * 86_400)),
                        cell.team.map { .text($0) } ?? .absent, cell.value,
                    ],
                    kind: cell.team == nil ? .gap : .group
                )
            }
        )
    }

    @Test func daysWithoutRowsAreZeroInAStackAndBreakALine() throws {
        let table = Self.table([(0, "a", .count(3)), (3, "a", .count(4)), (1, "a", .count(5)), (3, "a", .count(1))])
        let stack = try #require(ChartSeries(table, time: "day", series: "team", value: "v", missing: 0))
        #expect(stack.times == ["2026-10-01", "2026-10-02", "2026-10-03", "2026-10-04"])
        #expect(stack.series.map(\.values) == [[3, 5, 0, 5]])
        let lines = try #require(ChartSeries(table, time: "day", series: "team", value: "v", missing: nil))
        #expect(lines.series.map(\.values) == [[3, 5, nil, 5]])
    }

    @Test func manySeriesAreAddedUpButTheGapIsNot() throws {
        var cells = (0..<20).map { (day: 0, team: Optional("team \($0)"), value: ReportValue.count(100 - $0)) }
        cells.append((0, nil, .count(1)))
        let stack = try #require(ChartSeries(Self.table(cells), time: "day", series: "team", value: "v", missing: 0))
        #expect(stack.series.count == ChartSeries.most + 2)
        #expect(stack.series[0].name == "team 0")
        #expect(stack.series[8].name == "12 more")
        #expect(stack.series[8].values == [Double((81...92).reduce(0, +))])
        #expect(stack.series[9].name == "(none)")
        #expect(stack.series.reduce(0) { $0 + $1.sum } == Double((81...100).reduce(0, +) + 1))
        // Percentiles can not be added up: the others are left to the table.
        let lines = try #require(ChartSeries(Self.table(cells), time: "day", series: "team", value: "v", missing: nil))
        #expect(lines.series.map(\.name) == (0..<8).map { "team \($0)" } + ["(none)"])
    }

    /// A series for each of many customers takes no more than a few series do.
    @Test func manySeriesOverManyDaysAreDrawnAtOnce() throws {
        let cells = (0..<20_000).map { (day: $0 % 400, team: Optional("team \($0)"), value: ReportValue.count(1)) }
        let stack = try #require(ChartSeries(Self.table(cells), time: "day", series: "team", value: "v", missing: 0))
        #expect(stack.series.count == ChartSeries.most + 1)
        #expect(stack.series.reduce(0) { $0 + $1.sum } == 20_000)
    }

    @Test func extremesAreDrawn() throws {
        let values: [ReportValue] = [
            .count(.max), .count(.min), .money(.max), .money(.min), .number(.greatestFiniteMagnitude), .number(.nan),
            .absent,
            .number(-.greatestFiniteMagnitude), .duration(.seconds(Int64.max)), .text("x"), .share(-3),
            .number(.leastNonzeroMagnitude),
        ]
        for value in values {
            for other in values {
                var table = Self.table([(0, "a", value), (1, "b", other), (40_000_000, "a", .count(1))])
                table.charts = [
                    .bars(label: "team", value: "v"), .treemap(labels: ["team"], value: "v"),
                    .lines(time: "day", series: "team", value: "v"), .stack(time: "day", series: "team", value: "v"),
                    .heatMap(row: "team", column: "day", value: "v"), .bars(label: "no", value: "such column"),
                ]
                #expect(try !ReportDocument(kind: "k", title: "K", tables: [table]).text(as: .html).isEmpty)
            }
        }
    }
}
