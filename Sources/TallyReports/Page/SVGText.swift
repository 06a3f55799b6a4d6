/// Puts the markup of a drawing together; texts can't become markup.
struct SVGText {
    /// Where a text stands from its point.
    enum Anchor: String {
        case start
        case middle
        case end
    }

    private(set) var markup = ""

    /// Adds a rectangle with a class and what is told of it under the pointer.
    mutating func rectangle(_ area: ChartArea, _ style: String, radius: Double = 0, tip: String? = nil) {
        self.markup += "<rect x=\"\(Self.number(area.x))\" y=\"\(Self.number(area.y))\""
        self.markup += " width=\"\(Self.number(area.width))\" height=\"\(Self.number(area.height))\""
        if radius > 0 { self.markup += " rx=\"\(Self.number(radius))\"" }
        self.end("rect", style, tip)
    }

    /// Adds a line.
    mutating func line(_ x1: Double, _ y1: Double, _ x2: Double, _ y2: Double, _ style: String) {
        self.markup += "<path d=\"M\(Self.number(x1)) \(Self.number(y1))L\(Self.number(x2)) \(Self.number(y2))\""
        self.end("path", style, nil)
    }

    /// Adds a line through points, or an area within them.
    mutating func path(_ points: [(x: Double, y: Double)], closed: Bool, _ style: String, tip: String? = nil) {
        self.markup += "<path d=\""
        for (index, point) in points.enumerated() {
            self.markup += (index == 0 ? "M" : "L") + Self.number(point.x) + " " + Self.number(point.y)
        }
        self.markup += closed ? "Z\"" : "\""
        self.end("path", style, tip)
    }

    /// Adds a dot.
    mutating func dot(_ x: Double, _ y: Double, radius: Double, _ style: String, tip: String? = nil) {
        self.markup += "<circle cx=\"\(Self.number(x))\" cy=\"\(Self.number(y))\" r=\"\(Self.number(radius))\""
        self.end("circle", style, tip)
    }

    /// Adds a text, whose base line is at `y`.
    mutating func text(_ text: String, _ x: Double, _ y: Double, _ anchor: Anchor = .start, _ style: String = "") {
        self.markup += "<text x=\"\(Self.number(x))\" y=\"\(Self.number(y))\""
        if anchor != .start { self.markup += " text-anchor=\"\(anchor.rawValue)\"" }
        if !style.isEmpty { self.markup += " class=\"\(style)\"" }
        self.markup += ">\(HTMLWriter.escaped(text))</text>"
    }

    private mutating func end(_ element: String, _ style: String, _ tip: String?) {
        if !style.isEmpty { self.markup += " class=\"\(style)\"" }
        if let tip {
            self.markup += "><title>\(HTMLWriter.escaped(tip))</title></\(element)>"
        } else {
            self.markup += "/>"
        }
    }

    /// A length with a decimal, as much as is seen; the same on every machine.
    static func number(_ value: Double) -> String {
        guard value.isFinite, value.magnitude < 1e6 else { return "0" }
        let tenths = Int((value.magnitude * 10 + 0.5))
        let text = tenths % 10 == 0 ? "\(tenths / 10)" : "\(tenths / 10).\(tenths % 10)"
        return value < 0 && tenths > 0 ? "-" + text : text
    }

    /// The width of a text at the size of drawings, in the wider of common fonts.
    static func width(_ text: String) -> Double { text.reduce(0) { $0 + Self.width($1) } }

    private static func width(_ character: Character) -> Double {
        switch character {
        case "i", "j", "l", "f", "t", "r", "I", ".", ",", ":", ";", "'", "|", "!", "(", ")", "[", "]", "/", "-", " ":
            5.5
        case "m", "w", "M", "W", "@", "%", "…": 13
        case "A"..."Z": 9.5
        default: TextWidth.width(character) > 1 ? 14 : character.isASCII ? 8.3 : Double(TextWidth.width(character)) * 9
        }
    }

    /// As much of a text as fits a width, with a mark if it is not all of it.
    static func fitted(_ text: String, width: Double) -> String {
        let text = VisibleCharacter.visible(text)
        guard Self.width(text) > width else { return text }
        var result = ""
        var left = width - Self.width("…")
        for character in text {
            left -= Self.width(character)
            guard left >= 0 else { break }
            result.append(character)
        }
        return result.isEmpty ? "" : result + "…"
    }
}

/// A rectangle of a drawing.
struct ChartArea: Hashable, Sendable {
    var x: Double
    var y: Double
    var width: Double
    var height: Double

    /// The rectangle without a border of that width.
    func inset(_ border: Double) -> ChartArea {
        ChartArea(
            x: self.x + border,
            y: self.y + border,
            width: max(0, self.width - 2 * border),
            height: max(0, self.height - 2 * border)
        )
    }
}
