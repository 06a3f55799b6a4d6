/// Draws lines, or areas one upon the other, over time.
struct TimeChart {
    let data: ChartSeries
    /// Whether areas stand one upon the other.
    let isStacked: Bool

    /// The drawing for a width.
    ///
    /// - Complexity: O(*n*) in the moments of all series.
    func drawing(width: Double) -> ChartDrawing {
        let isWide = width > 500
        let height = isWide ? 320.0 : 260.0
        let layers = self.isStacked ? self.stackedValues : self.data.series.map { $0.values.map { $0.map { (0, $0) } } }
        let tops = layers.joined().compactMap { $0?.1 }
        let scale = ChartScale((tops.min() ?? 0)...(tops.max() ?? 0), unit: self.data.unit, ticks: isWide ? 5 : 4)
        let labels = scale.ticks.map(scale.text)
        let left = (labels.map(SVGText.width).max() ?? 0) + 12
        let names =
            isWide && !self.isStacked && layers.count > 1
            ? self.data.series.map { SVGText.fitted($0.name, width: 160) } : []
        let right = names.isEmpty ? 12 : (names.map(SVGText.width).max() ?? 0) + 14
        let area = ChartArea(x: left, y: 12, width: width - left - right, height: height - 44)
        var svg = SVGText()
        for (tick, label) in zip(scale.ticks, labels) {
            let y = area.y + area.height * (1 - scale.place(of: tick))
            svg.line(area.x, y, area.x + area.width, y, tick == 0 ? "axis" : "grid")
            svg.text(label, area.x - 8, y + 4, .end)
        }
        self.drawTimes(in: area, isWide: isWide, &svg)
        for (series, layer) in zip(self.data.series, layers).reversed() {
            self.draw(series, layer, scale, area, &svg)
        }
        self.drawNames(names, at: layers.map { $0.last??.1 ?? $0.compactMap { $0 }.last?.1 ?? 0 }, scale, area, &svg)
        return ChartDrawing(width: width, height: height, markup: svg.markup)
    }

    /// Writes the names of lines at their ends, so that nobody needs their colours; none upon another.
    private func drawNames(
        _ names: [String],
        at values: [Double],
        _ scale: ChartScale,
        _ area: ChartArea,
        _ svg: inout SVGText
    ) {
        let order = names.indices.sorted { (values[$1], $0) < (values[$0], $1) }
        let pitch = 16.0
        var places = order.map { area.y + area.height * (1 - scale.place(of: values[$0])) + 4 }
        for index in places.indices.dropFirst() { places[index] = max(places[index], places[index - 1] + pitch) }
        // What would end below the axis moves up again.
        var floor = area.y + area.height + 4
        for index in places.indices.reversed() {
            places[index] = min(places[index], floor)
            floor = places[index] - pitch
        }
        for (index, place) in zip(order, places) {
            svg.text(names[index], area.x + area.width + 10, place, .start, "name")
        }
    }

    /// What is drawn, for those who do not see it.
    var description: String {
        let data = self.data
        var text = self.isStacked ? "Areas" : data.series.count == 1 ? "A line" : "Lines"
        text += " from \(data.times.first ?? "") to \(data.times.last ?? "")."
        for series in data.series.prefix(ChartSeries.most + 2) {
            let values = series.values.compactMap { $0 }
            let (low, high) = (values.min() ?? 0, values.max() ?? 0)
            text += " \(series.name): "
            if self.isStacked { text += "\(data.unit.text(series.sum)) in all, " }
            text += "between \(data.unit.text(low)) and \(data.unit.text(high))."
        }
        return text
    }

    /// The lower and the upper end of each area.
    private var stackedValues: [[(Double, Double)?]] {
        var tops = [Double](repeating: 0, count: self.data.times.count)
        return self.data.series.map { series in
            series.values.enumerated().map { index, value in
                let bottom = tops[index]
                tops[index] += max(0, value ?? 0)
                return (bottom, tops[index])
            }
        }
    }

    private func drawTimes(in area: ChartArea, isWide: Bool, _ svg: inout SVGText) {
        let labels = self.data.times.map(ChartTime.short)
        let room = (labels.map(SVGText.width).max() ?? 1) + 16
        let most = max(2, Int(area.width / room))
        let step = max(1, (labels.count + most - 1) / most)
        for index in stride(from: 0, to: labels.count, by: step) {
            let x = area.x + area.width * self.data.places[index]
            // The last one must not end behind the drawing.
            let half = SVGText.width(labels[index]) / 2
            svg.line(x, area.y + area.height, x, area.y + area.height + 5, "axis")
            let place = min(max(x, half), max(half, area.x + area.width + 12 - half))
            svg.text(labels[index], place, area.y + area.height + 22, .middle)
        }
    }

    private func draw(
        _ series: ChartSeries.Series,
        _ layer: [(Double, Double)?],
        _ scale: ChartScale,
        _ area: ChartArea,
        _ svg: inout SVGText
    ) {
        func point(_ index: Int, _ value: Double) -> (x: Double, y: Double) {
            (area.x + area.width * self.data.places[index], area.y + area.height * (1 - scale.place(of: value)))
        }
        let tip = self.isStacked ? "\(series.name): \(self.data.unit.text(series.sum))" : series.name
        var run: [Int] = []
        for index in 0...layer.count {
            if index < layer.count, layer[index] != nil {
                run.append(index)
                continue
            }
            defer { run = [] }
            guard !run.isEmpty else { continue }
            let upper = run.map { point($0, layer[$0]?.1 ?? 0) }
            if self.isStacked {
                let lower = run.reversed().map { point($0, layer[$0]?.0 ?? 0) }
                if run.count > 1 {
                    svg.path(upper + lower, closed: true, "area \(series.style)", tip: tip)
                } else if let top = upper.first, let bottom = lower.first {
                    let column = ChartArea(x: top.x - 20, y: top.y, width: 40, height: bottom.y - top.y)
                    svg.rectangle(column, "area \(series.style)", tip: tip)
                }
            } else if run.count > 1 {
                svg.path(upper, closed: false, "line \(series.style)", tip: tip)
            } else if let dot = upper.first {
                svg.dot(dot.x, dot.y, radius: 4, "mark \(series.style)", tip: tip)
            }
            if !self.isStacked, layer.count <= 62, run.count > 1 {
                for (index, place) in zip(run, upper) {
                    let value = self.data.unit.text(layer[index]?.1 ?? 0)
                    svg.dot(
                        place.x,
                        place.y,
                        radius: 3,
                        "mark \(series.style)",
                        tip: "\(tip), \(self.data.times[index]): \(value)"
                    )
                }
            }
        }
    }
}

/// Times as they are written at an axis.
enum ChartTime {
    private static let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]

    /// `Oct 1` for `2026-10-01`, `Oct 1 14:00` for an hour, `Oct 2026` for `2026-10`; other texts as they are.
    static func short(_ text: String) -> String {
        let parts = text.split(separator: " ", maxSplits: 1)
        guard let date = parts.first?.split(separator: "-"), date.count >= 2, date[0].utf8.count == 4,
            Int(date[0]) != nil,
            let month = Int(date[1]), 1...12 ~= month
        else { return text }
        if date.count == 2, parts.count == 1 { return "\(Self.months[month - 1]) \(date[0])" }
        guard date.count == 3, let day = Int(date[2]) else { return text }
        return "\(Self.months[month - 1]) \(day)" + (parts.count > 1 ? " " + parts[1].prefix(5) : "")
    }
}
