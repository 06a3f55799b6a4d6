/// A colour of a page, in sRGB.
struct PageColor: Equatable {
    let red: UInt8
    let green: UInt8
    let blue: UInt8

    /// Reads `0xRRGGBB`.
    init(_ value: UInt32) {
        self.red = UInt8(truncatingIfNeeded: value >> 16)
        self.green = UInt8(truncatingIfNeeded: value >> 8)
        self.blue = UInt8(truncatingIfNeeded: value)
    }

    /// The colour that shows where `over` covers this one by a part of it.
    func mixed(with over: PageColor, _ part: Double) -> PageColor {
        func mix(_ low: UInt8, _ high: UInt8) -> UInt32 {
            UInt32(Double(low) * (1 - part) + Double(high) * part + 0.5)
        }
        return PageColor(mix(self.red, over.red) << 16 | mix(self.green, over.green) << 8 | mix(self.blue, over.blue))
    }

    /// As CSS wants it: `#rrggbb`.
    var css: String {
        "#"
            + [self.red, self.green, self.blue].map { part in
                (part < 16 ? "0" : "") + String(part, radix: 16)
            }
            .joined()
    }
}

/// The colours of a page on a light or a dark ground.
struct PagePalette {
    let background: PageColor
    let surface: PageColor
    let line: PageColor
    /// Behind bars.
    let track: PageColor
    let text: PageColor
    /// Of what is less important; still read with ease.
    let muted: PageColor
    let accent: PageColor
    /// Beside warnings.
    let warning: PageColor
    /// Of series, in turn: told apart by all kinds of eyes, and far from their neighbours.
    let series: [PageColor]
    /// Of what stands for others.
    let rest: PageColor

    static let light = PagePalette(
        background: PageColor(0xFFFFFF),
        surface: PageColor(0xF7F8FA),
        line: PageColor(0xE1E4EA),
        track: PageColor(0xEDEFF4),
        text: PageColor(0x1A1E27),
        muted: PageColor(0x5A6375),
        accent: PageColor(0x2F55C8),
        warning: PageColor(0xB45309),
        series: [
            PageColor(0x2F55C8), PageColor(0xEF5B33), PageColor(0x511398), PageColor(0x199E6E), PageColor(0x8A050D),
            PageColor(0xAB75DF), PageColor(0xA05001), PageColor(0x723B6A),
        ],
        rest: PageColor(0x6B7280)
    )

    static let dark = PagePalette(
        background: PageColor(0x13151A),
        surface: PageColor(0x1A1D24),
        line: PageColor(0x2E333E),
        track: PageColor(0x262A33),
        text: PageColor(0xE8EAEF),
        muted: PageColor(0xA2ABBB),
        accent: PageColor(0x94AEFF),
        warning: PageColor(0xF0B45A),
        series: [
            PageColor(0x94AEFF), PageColor(0xCB3904), PageColor(0x5BF8FD), PageColor(0x914DCA), PageColor(0xD6ED3C),
            PageColor(0x20876D), PageColor(0xFBB08E), PageColor(0xC18F23),
        ],
        rest: PageColor(0x8F99AB)
    )

    /// How much of a cell's colour covers the ground, so that it can be written upon.
    static let tint = 0.18

    /// The colours of a heat map, from next to nothing to the most.
    var strengths: [PageColor] {
        (1...HeatMapChart.strengths).map { strength in
            self.background.mixed(
                with: self.accent,
                0.12 + 0.88 * Double(strength - 1) / Double(HeatMapChart.strengths - 1)
            )
        }
    }

    /// The custom properties of CSS.
    var css: String {
        var css = "--bg:\(self.background.css);--surface:\(self.surface.css);--line:\(self.line.css);"
        css += "--track:\(self.track.css);--text:\(self.text.css);--muted:\(self.muted.css);"
        css += "--accent:\(self.accent.css);--warning:\(self.warning.css);--rest:\(self.rest.css);"
        for (index, color) in self.series.enumerated() { css += "--s\(index):\(color.css);" }
        for (index, color) in self.strengths.enumerated() { css += "--h\(index + 1):\(color.css);" }
        return css
    }
}
