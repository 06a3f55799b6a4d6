internal import TallyTokenizer
internal import TallyVocabularies

/// Gemini, which bills the texts and nearly nothing around them.
///
/// Vertex AI bills nothing; AI Studio one token a request, two with instructions, three for three turns. Source:
/// recorded requests (pydantic-ai's cassettes at 4fda389).
struct GeminiFraming: Framing {
    func items(of request: Request, model: ModelFacts, with counter: any TokenCounter) -> [EstimateItem] {
        var items: [EstimateItem] = []
        if let system = request.system {
            items.append(EstimateItem(.system, counter.count(system), source: "the text alone, measured"))
        }
        for (index, message) in request.messages.enumerated() {
            let calls = message.toolParts
            items.append(
                EstimateItem(
                    .message(index),
                    counter.content(of: message),
                    over: 16 * calls,
                    source: calls == 0
                        ? "the text alone, measured"
                        : "calls of functions in the conversation: the frame is not measured"
                )
            )
        }
        if !request.tools.isEmpty { items.append(GeminiTools.item(request, with: counter)) }
        items.append(self.frame(of: request))
        return items
    }

    private func frame(of request: Request) -> EstimateItem {
        let studio = max(request.messages.count, 1) + (request.system == nil ? 0 : 1)
        return switch request.interface {
        case .vertex: EstimateItem(.framing, 0, source: "Vertex AI bills no frame, measured")
        case .aiStudio: EstimateItem(.framing, studio, source: "AI Studio, measured up to three turns")
        default: EstimateItem(.framing, 0, over: studio, source: "0 on Vertex AI, 1 a turn on AI Studio, measured")
        }
    }
}
