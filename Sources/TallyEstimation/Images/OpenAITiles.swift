/// OpenAI's count of pictures in tiles of 512 by 512 pixels.
///
/// The picture is made smaller to fit 2,048 pixels a side, then until its shorter side is 768; tokens are a base and so
/// many a tile; with low detail the base alone. Source: OpenAI's guide "Images and vision" (2026); a recorded request on
/// gpt-4o has 1,105 for 3008 by 2000 pixels.
struct OpenAITiles: Sendable, Hashable {
    let base: Int
    let tile: Int
    /// The pixels of the shorter side.
    let shorter: Int

    /// The rule of the model; nil if it has none.
    static func of(_ name: String) -> OpenAITiles? {
        let rows: [(prefix: String, base: Int, tile: Int, shorter: Int)] = [
            ("gpt-4o-mini", 2_833, 5_667, 768),
            ("gpt-4o", 85, 170, 768), ("chatgpt-4o", 85, 170, 768), ("gpt-4.1", 85, 170, 768),
            ("gpt-4.5", 85, 170, 768), ("gpt-4-turbo", 85, 170, 768),
            ("gpt-4-vision", 85, 170, 768), ("gpt-4-1106-vision", 85, 170, 768),
            ("gpt-5", 70, 140, 768), ("o1", 75, 150, 768), ("o3", 75, 150, 768),
            ("gpt-image-1", 65, 129, 512),
        ]
        return rows.first { name.hasPrefix($0.prefix) }
            .map { OpenAITiles(base: $0.base, tile: $0.tile, shorter: $0.shorter) }
    }

    func tokens(_ size: ImageSize, _ detail: Image.Detail) -> Int {
        if detail == .low { return self.base }
        var (width, height) = (Double(size.width), Double(size.height))
        func shrink(_ factor: Double) {
            guard factor < 1 else { return }
            width = max(1, (width * factor).rounded(.down))
            height = max(1, (height * factor).rounded(.down))
        }
        shrink(2_048 / max(width, height))
        shrink(Double(self.shorter) / min(width, height))
        func tiles(_ length: Double) -> Int { Int((length / 512).rounded(.up)) }
        return self.base + self.tile * tiles(width) * tiles(height)
    }

    func bounds(_ detail: Image.Detail) -> ClosedRange<Int> {
        // At most 768 by 2,048 pixels are left: two by four tiles.
        detail == .low ? self.base...self.base : (self.base + self.tile)...(self.base + self.tile * 8)
    }
}
