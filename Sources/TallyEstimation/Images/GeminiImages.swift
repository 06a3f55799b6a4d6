/// Gemini's count of pictures.
///
/// Up to 2.5: 258 if both sides are at most 384 pixels, else 258 for each tile of two thirds of the shorter side. From 3
/// on by resolution alone. Source: Google's guides "Image understanding" and "Media resolution" (2026).
enum GeminiImages {
    static func tokens2(_ size: ImageSize) -> Int {
        guard size.width > 384 || size.height > 384 else { return 258 }
        let unit = max(1, min(size.width, size.height) * 2 / 3)
        func tiles(_ length: Int) -> Int { (length + unit - 1) / unit }
        return 258 * tiles(size.width) * tiles(size.height)
    }

    static func tokens3(_ detail: Image.Detail) -> Int {
        switch detail {
        case .low: 280
        case .medium: 560
        case .high, .automatic, .original: 1_120
        case .ultraHigh: 2_240
        }
    }
}
