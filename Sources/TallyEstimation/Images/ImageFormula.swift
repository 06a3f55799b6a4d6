/// How a model counts a picture.
enum ImageFormula: Sendable, Hashable {
    /// OpenAI's models that cut pictures into patches of 32 pixels.
    case patches(OpenAIPatches)
    /// OpenAI's models that cut pictures into tiles of 512 pixels.
    case tiles(OpenAITiles)
    /// Claude.
    case claude(ClaudeImages)
    /// Gemini up to 2.5.
    case gemini2
    /// Gemini 3 and later.
    case gemini3

    /// The formula of a model; nil if none is known.
    static func of(_ model: String) -> ImageFormula? {
        let name = model.lowercased()
        if let patches = OpenAIPatches.of(name) { return .patches(patches) }
        if let tiles = OpenAITiles.of(name) { return .tiles(tiles) }
        if name.hasPrefix("claude") { return .claude(.of(name)) }
        if name.hasPrefix("gemini-3") || name.hasPrefix("gemini-4") { return .gemini3 }
        if name.hasPrefix("gemini-") { return .gemini2 }
        return nil
    }

    /// The tokens of a picture; nil if the model refuses one of this size.
    func tokens(_ size: ImageSize, _ detail: Image.Detail) -> Int? {
        switch self {
        case .patches(let patches): patches.tokens(size, detail)
        case .tiles(let tiles): tiles.tokens(size, detail)
        case .claude(let claude): claude.tokens(size)
        case .gemini2: GeminiImages.tokens2(size)
        case .gemini3: GeminiImages.tokens3(detail)
        }
    }

    /// The most and the least tokens that a picture of unknown size may have.
    func bounds(_ detail: Image.Detail) -> ClosedRange<Int>? {
        switch self {
        case .patches(let patches): patches.bounds(detail)
        case .tiles(let tiles): tiles.bounds(detail)
        case .claude(let claude): 1...claude.tokenLimit
        case .gemini2: nil
        case .gemini3: GeminiImages.tokens3(detail)...GeminiImages.tokens3(detail)
        }
    }
}
