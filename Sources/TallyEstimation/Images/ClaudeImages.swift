/// Claude's count of pictures in patches of 28 by 28 pixels.
///
/// The picture is made smaller until it fits a longest side and a number of tokens. Source: Anthropic's guide "Vision"
/// (2026), whose examples are tests; a recorded request on Haiku 4.5 has 263 for 540 by 360 pixels, 3 more than the
/// formula, so every picture costs 3 besides.
struct ClaudeImages: Sendable, Hashable {
    let side: Int
    let tokenLimit: Int

    /// Before Opus 4.7.
    static let standard = ClaudeImages(side: 1_568, tokenLimit: 1_568)
    /// Opus 4.7 and later.
    static let high = ClaudeImages(side: 2_576, tokenLimit: 4_784)

    /// The rule of the model.
    static func of(_ name: String) -> ClaudeImages {
        let early = ["claude-3", "claude-haiku-4", "claude-sonnet-4", "claude-opus-4"]
        let isEarly = early.contains { name.hasPrefix($0) } && !["-4-7", "-4-8"].contains { name.contains($0) }
        return isEarly ? .standard : .high
    }

    /// The tokens of the picture itself, without the 3 of its block.
    func tokens(_ size: ImageSize) -> Int {
        let longer = max(size.width, size.height)
        let whole = min(1, Double(self.side) / Double(longer))
        if self.patches(size, whole) <= self.tokenLimit { return self.patches(size, whole) }
        // The largest scale that fits: patches grow with the scale, so halving finds it.
        var (low, high) = (0.0, whole)
        for _ in 0..<60 {
            let middle = (low + high) / 2
            if self.patches(size, middle) <= self.tokenLimit { low = middle } else { high = middle }
        }
        return self.patches(size, low)
    }

    private func patches(_ size: ImageSize, _ scale: Double) -> Int {
        func patches(_ length: Int) -> Int {
            let pixels = max(1, Int((Double(length) * scale + 1e-9).rounded(.down)))
            return (pixels + 27) / 28
        }
        return patches(size.width) * patches(size.height)
    }
}
