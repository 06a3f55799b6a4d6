internal import TallyTokenizer

/// Pictures and documents of a message, counted by the model's formulas.
struct MediaItems {
    let model: String
    let counter: any TokenCounter

    /// Returns an item for each, and tells what can't be counted.
    func items(of message: Message, _ index: Int, _ uncounted: inout [String]) -> [EstimateItem] {
        var items: [EstimateItem] = []
        for part in message.parts {
            switch part {
            case .image(let image):
                if let item = self.item(image, index, &uncounted) { items.append(item) }
            case .document(let document):
                items += self.items(document, index, &uncounted)
            case .text, .thinking, .toolCall, .toolResult:
                continue
            }
        }
        return items
    }

    private func item(_ image: Image, _ index: Int, _ uncounted: inout [String]) -> EstimateItem? {
        guard let formula = ImageFormula.of(self.model) else {
            uncounted.append("a picture in message \(index): no formula for pictures is known for \(self.model)")
            return nil
        }
        // A picture costs Claude 3 tokens besides its patches.
        let block = if case .claude = formula { 3 } else { 0 }
        guard let size = image.size else {
            guard let bounds = formula.bounds(image.detail) else {
                uncounted.append("a picture in message \(index): its size is not known")
                return nil
            }
            if bounds.count > 1 {
                uncounted.append("the size of a picture in message \(index) is not known: counted as the largest")
            }
            return EstimateItem(
                .image(message: index),
                bounds.upperBound + block,
                under: bounds.count - 1,
                source: "the largest that the model takes"
            )
        }
        guard let tokens = formula.tokens(size, image.detail) else {
            uncounted.append("a picture in message \(index): larger than \(self.model) takes")
            return nil
        }
        return EstimateItem(.image(message: index), tokens + block, source: "the provider's formula for pictures")
    }

    /// A document: its text if that is known, else by pages.
    ///
    /// Gemini counts 258 a page up to 2.5 and 560 from 3 on ("Document understanding", "Media resolution"); Anthropic's
    /// "PDF support" says 1,500 to 3,000 tokens of text a page, and a picture of the page besides.
    private func items(_ document: Document, _ index: Int, _ uncounted: inout [String]) -> [EstimateItem] {
        if let text = document.text {
            let tokens = self.counter.count(text)
            return [EstimateItem(.document(message: index), tokens, over: 24, source: "the document's text")]
        }
        guard let pages = document.pages else {
            uncounted.append("a document in message \(index): its pages are not known")
            return []
        }
        let formula = ImageFormula.of(self.model)
        func item(_ page: Int, under: Int = 0, over: Int = 0, _ source: String) -> [EstimateItem] {
            let count = min(max(0, pages), 100_000)
            return [
                EstimateItem(
                    .document(message: index),
                    page * count,
                    under: under * count,
                    over: over * count,
                    source: source
                )
            ]
        }
        switch formula {
        case .gemini2: return item(258, "258 a page")
        case .gemini3: return item(560, "560 a page")
        case .claude(let claude):
            let picture = claude.tokenLimit
            return item(2_250 + picture, under: 750 + picture, over: 750, "1,500 to 3,000 a page and its picture")
        case .patches, .tiles, nil:
            uncounted.append("a document of \(pages) pages in message \(index): no figure a page is published")
            return []
        }
    }
}
