internal import TallyTokenizer
internal import TallyVocabularies

/// Claude's messages.
///
/// One frame a request, whatever is in it: 7 for Claude 3 to 4.6, 11 for Opus 4.7, 6 later; each further pair of turns
/// adds 6 (3 to 4.6) or 4 (4.8), two messages of one speaker in a row 1, instructions before the conversation nothing,
/// instructions inside it 3. Source: recorded requests (pydantic-ai's cassettes at 4fda389), where 4.7 has no pairs, so
/// that its figure lies between its neighbours' with a band.
struct ClaudeFraming: Framing {
    let frame: Int
    let pair: Int
    let pairUncertainty: Int

    func items(of request: Request, model: ModelFacts, with counter: any TokenCounter) -> [EstimateItem] {
        var items: [EstimateItem] = []
        if let system = request.system {
            items.append(EstimateItem(.system, counter.count(system), source: "nothing besides the text, measured"))
        }
        for (index, message) in request.messages.enumerated() {
            items.append(self.item(message, index, after: index > 0 ? request.messages[index - 1] : nil, with: counter))
        }
        if !request.tools.isEmpty {
            items.append(ClaudeTools.item(request, model, with: counter))
        }
        if let thinking = self.thinking(request.thinking, model) { items.append(thinking) }
        items.append(EstimateItem(.framing, self.frame, source: "frame of a request, measured"))
        return items
    }

    private func item(
        _ message: Message,
        _ index: Int,
        after previous: Message?,
        with counter: any TokenCounter
    ) -> EstimateItem {
        let content = counter.content(of: message)
        var frame = 0
        var uncertainty = 0
        if message.role == .system {
            frame = 3
        } else if let previous, previous.role != .system {
            if Self.speaker(previous) == Self.speaker(message) {
                frame = 1
            } else {
                // Half a pair; what comes in pairs adds up to the measured figure.
                frame = message.role == .assistant ? self.pair / 2 : self.pair - self.pair / 2
                uncertainty = self.pairUncertainty
            }
        }
        let calls = message.toolParts
        guard calls > 0 else {
            return EstimateItem(
                .message(index),
                content + frame,
                under: uncertainty,
                over: uncertainty,
                source: "text and turn, measured"
            )
        }
        return EstimateItem(
            .message(index),
            content + frame + 12 * calls,
            under: 12 * calls,
            over: 40 * calls,
            source: "calls of functions in the conversation: the frame is not measured"
        )
    }

    private static func speaker(_ message: Message) -> Message.Role {
        message.role == .tool ? .user : message.role
    }

    /// What thinking adds to the input: 28 or 29 with a budget on Claude 4 to 4.6, 17 if adaptive on 4.6, nothing later.
    private func thinking(_ thinking: Request.Thinking, _ model: ModelFacts) -> EstimateItem? {
        guard model.framing == .claudeV3 else { return nil }
        switch thinking {
        case .budget: return EstimateItem(.thinking, 28, over: 1, source: "thinking with a budget, measured")
        case .adaptive: return EstimateItem(.thinking, 17, source: "adaptive thinking, measured on Opus 4.6")
        case .standard, .disabled: return nil
        }
    }
}
