import Foundation
import TallyReports
import TallyTestSupport
import Testing

@testable import TallyCLI

@Suite struct PageTests {
    /// The relative luminance and the contrast of WCAG 2.2.
    private func luminance(_ color: PageColor) -> Double {
        let parts = [color.red, color.green, color.blue].map { part in
            let value = Double(part) / 255
            return value <= 0.04045 ? value / 12.92 : pow((value + 0.055) / 1.055, 2.4)
        }
        return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]
    }

    private func contrast(_ first: PageColor, _ second: PageColor) -> Double {
        let values = [self.luminance(first), self.luminance(second)].sorted()
        return (values[1] + 0.05) / (values[0] + 0.05)
    }

    @Test func contrastIsComputedAsDefined() {
        #expect(abs(self.contrast(PageColor(0), PageColor(0xFFFFFF)) - 21) < 0.001)
        #expect(abs(self.contrast(PageColor(0x767676), PageColor(0xFFFFFF)) - 4.54) < 0.01)
    }

    @Test(arguments: [PagePalette.light, PagePalette.dark])
    func textHasEnoughContrastEverywhere(palette: PagePalette) {
        for ground in [palette.background, palette.surface] {
            #expect(self.contrast(palette.text, ground) >= 7)
            #expect(self.contrast(palette.muted, ground) >= 4.5)
            #expect(self.contrast(palette.accent, ground) >= 4.5)
        }
        for ground in palette.tokens + [palette.name, palette.hover] {
            #expect(self.contrast(palette.text, ground) >= 4.5)
        }
        // The marks of newlines, tabs and blanks are on tokens.
        for ground in palette.tokens { #expect(self.contrast(palette.muted, ground) >= 4.5) }
    }

    @Test(arguments: [
        ("<script>", "&lt;script&gt;"), ("\"a' & b", "&quot;a&#39; &amp; b"), ("a\0b", "a[NUL]b"),
        ("\u{202E}x\u{2069}", "[RLO]x[PDI]"), ("\u{85}\u{1B}", "[U+0085][ESC]"), ("é 中 👩‍🚀", "é 中 👩‍🚀"),
        ("\u{FFFE}\u{E000}", "[U+FFFE][U+E000]"),
    ])
    func textCannotBecomeMarkup(text: String, expected: String) {
        #expect(HTMLWriter.escaped(text) == expected)
    }

    @Test func excerptsAreShortAndVisible() {
        func excerpt(_ text: String) -> String { Excerpt.text(Array(text.utf8), 0..<text.utf8.count) }
        #expect(excerpt("  a \t b\n") == "a b")
        #expect(excerpt(String(repeating: "é", count: 40)) == String(repeating: "é", count: 40))
        #expect(excerpt(String(repeating: "中", count: 5_000)) == String(repeating: "中", count: 40) + "…")
        #expect(excerpt("\u{1B}[31m\u{202E}") == "[ESC][31m[RLO]")
        #expect(excerpt("") == "")
    }
}
