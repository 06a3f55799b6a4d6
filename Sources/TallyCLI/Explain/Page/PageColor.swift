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
    /// Behind the prompt's text and the bars.
    let surface: PageColor
    let line: PageColor
    /// Behind bars.
    let track: PageColor
    let text: PageColor
    /// Of what is less important; still read with ease.
    let muted: PageColor
    let accent: PageColor
    /// Behind tokens, in turn.
    let tokens: [PageColor]
    /// Behind the names of what can't be seen.
    let name: PageColor
    /// Behind the token under the pointer.
    let hover: PageColor

    static let light = PagePalette(
        background: PageColor(0xFFFFFF),
        surface: PageColor(0xF7F8FA),
        line: PageColor(0xE1E4EA),
        track: PageColor(0xEDEFF4),
        text: PageColor(0x1A1E27),
        muted: PageColor(0x5A6375),
        accent: PageColor(0x2F55C8),
        tokens: [PageColor(0xDBE5FD), PageColor(0xF3EAD8), PageColor(0xDAEEE3)],
        name: PageColor(0xF6D9D5),
        hover: PageColor(0xFFE48A)
    )

    static let dark = PagePalette(
        background: PageColor(0x13151A),
        surface: PageColor(0x1A1D24),
        line: PageColor(0x2E333E),
        track: PageColor(0x262A33),
        text: PageColor(0xE8EAEF),
        muted: PageColor(0xA2ABBB),
        accent: PageColor(0x94AEFF),
        tokens: [PageColor(0x263560), PageColor(0x443A24), PageColor(0x1F4232)],
        name: PageColor(0x5E2B2B),
        hover: PageColor(0x6B5710)
    )

    /// The custom properties of CSS.
    var css: String {
        var css = "--bg:\(self.background.css);--surface:\(self.surface.css);--line:\(self.line.css);"
        css += "--track:\(self.track.css);"
        css += "--text:\(self.text.css);--muted:\(self.muted.css);--accent:\(self.accent.css);"
        css += "--name:\(self.name.css);--hover:\(self.hover.css);"
        for (index, token) in self.tokens.enumerated() { css += "--t\(index):\(token.css);" }
        return css
    }
}
