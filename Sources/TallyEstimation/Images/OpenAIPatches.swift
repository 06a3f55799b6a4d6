/// OpenAI's count of pictures in patches of 32 by 32 pixels.
///
/// The picture is made smaller to fit a longest side, then to fit a number of patches; tokens are patches times a factor,
/// rounded up. Source: OpenAI's guide "Images and vision" (2026), whose examples are tests.
struct OpenAIPatches: Sendable, Hashable {
    /// How large a picture may be at some detail.
    struct Limit: Sendable, Hashable {
        let side: Int
        let patches: Int
        /// Whether more patches are refused rather than made fewer.
        var refuses = false
    }

    /// The factor, in hundredths.
    let hundredths: Int
    let low: Limit
    let high: Limit
    let original: Limit
    let automatic: Limit

    /// The rule of the model; nil if it has none.
    ///
    /// An earlier version of the guide had 1.62 and 2.46 for gpt-5-mini and gpt-5-nano and for gpt-5.4-mini and -nano.
    static func of(_ name: String) -> OpenAIPatches? {
        let plain = Limit(side: 2_048, patches: 6_144)
        func same(_ hundredths: Int) -> OpenAIPatches {
            OpenAIPatches(hundredths: hundredths, low: plain, high: plain, original: plain, automatic: plain)
        }
        let high = Limit(side: 2_048, patches: 2_500)
        let small = Limit(side: 512, patches: 256)
        if name.hasPrefix("gpt-5.4") {
            let original = Limit(side: 6_000, patches: 10_000)
            return OpenAIPatches(hundredths: 120, low: plain, high: high, original: original, automatic: high)
        }
        if name.hasPrefix("gpt-5.5") {
            let original = Limit(side: 6_000, patches: 10_000)
            return OpenAIPatches(hundredths: 120, low: small, high: high, original: original, automatic: original)
        }
        if name.hasPrefix("gpt-5.6") || name.hasPrefix("gpt-6") {
            let original = Limit(side: 65_535, patches: 30_000, refuses: true)
            return OpenAIPatches(hundredths: 120, low: small, high: high, original: original, automatic: original)
        }
        if name.hasPrefix("gpt-5.2") || name.hasPrefix("gpt-5-mini") { return same(120) }
        if name.hasPrefix("gpt-5-nano") { return same(150) }
        if name.hasPrefix("gpt-4.1-mini") { return same(162) }
        if name.hasPrefix("gpt-4.1-nano") { return same(246) }
        if name.hasPrefix("o4-mini") { return same(172) }
        return nil
    }

    func tokens(_ size: ImageSize, _ detail: Image.Detail) -> Int? {
        let limit = self.limit(detail)
        let (width, height) = Self.fitted(size, limit.side)
        var patches = Self.patches(width) * Self.patches(height)
        if patches > limit.patches {
            if limit.refuses { return nil }
            patches = Self.shrunk(width, height, limit.patches)
        }
        return (patches * self.hundredths + 99) / 100
    }

    func bounds(_ detail: Image.Detail) -> ClosedRange<Int> {
        1...((self.limit(detail).patches * self.hundredths + 99) / 100)
    }

    private func limit(_ detail: Image.Detail) -> Limit {
        switch detail {
        case .low: self.low
        case .high, .medium: self.high
        case .original, .ultraHigh: self.original
        case .automatic: self.automatic
        }
    }

    /// The size at which the longer side is at most `side`, rounded to whole pixels.
    private static func fitted(_ size: ImageSize, _ side: Int) -> (width: Int, height: Int) {
        let longer = max(size.width, size.height)
        guard longer > side else { return (size.width, size.height) }
        func scaled(_ length: Int) -> Int { max(1, (length * side * 2 + longer) / (longer * 2)) }
        return (scaled(size.width), scaled(size.height))
    }

    /// The patches after the picture was made smaller to have at most `budget`.
    private static func shrunk(_ width: Int, _ height: Int, _ budget: Int) -> Int {
        let (wide, high) = (Double(width), Double(height))
        var scale = (1_024 * Double(budget) / (wide * high)).squareRoot()
        let (across, down) = (wide * scale / 32, high * scale / 32)
        // A side of less than one patch stays one.
        scale *= min(max(1, across.rounded(.down)) / across, max(1, down.rounded(.down)) / down)
        return Self.patches(max(1, Int(wide * scale + 1e-9))) * Self.patches(max(1, Int(high * scale + 1e-9)))
    }

    private static func patches(_ length: Int) -> Int {
        (length + 31) / 32
    }
}
