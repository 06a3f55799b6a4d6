internal import TallyTokenizer
internal import TallyVocabularies

/// OpenAI's chat and reasoning models.
///
/// Every message costs 4 tokens besides its text, a name one more, and the opening of the answer 3 (chat models) or 2
/// (the o-series, GPT-5 and later). Source: residuals of 2,049 recorded requests (pydantic-ai's cassettes at 4fda389):
/// 7 for one message, 11 with instructions on gpt-4o, 4.1 and 4.5; 6, 10 and 14 on o1, o3, o4, gpt-5 to 5.6. The token
/// for a name is from OpenAI's cookbook.
struct OpenAIFraming: Framing {
    let priming: Int

    func items(of request: Request, model: ModelFacts, with counter: any TokenCounter) -> [EstimateItem] {
        var items: [EstimateItem] = []
        if let system = request.system {
            items.append(EstimateItem(.system, counter.count(system) + 4, source: "4 a message, measured"))
        }
        for (index, message) in request.messages.enumerated() {
            items.append(self.item(message, index, with: counter))
        }
        if !request.tools.isEmpty {
            items.append(self.tools(request, model, with: counter))
        }
        return items + [EstimateItem(.framing, self.priming, source: "opening of the answer, measured")]
    }

    private func item(_ message: Message, _ index: Int, with counter: any TokenCounter) -> EstimateItem {
        let content = counter.content(of: message)
        let name = message.name == nil ? 0 : 1
        let calls = message.toolParts
        guard calls > 0 else {
            return EstimateItem(.message(index), content + name + 4, source: "4 a message, measured")
        }
        return EstimateItem(
            .message(index),
            content + name + 4 + 4 * calls,
            under: 4 * calls,
            over: 8 * calls,
            source: "calls of functions in the conversation: the frame is not measured"
        )
    }

    /// Definitions as the text of a TypeScript namespace.
    ///
    /// Residuals of the same recordings: on Responses 1 to 2 over the text for one function and up to one less for each
    /// further one, 16 more on gpt-5.2, 5.4 and 5.6; on gpt-4o between -3 and +3; Chat Completions of gpt-5 and later add
    /// 82 to 84.
    private func tools(_ request: Request, _ model: ModelFacts, with counter: any TokenCounter) -> EstimateItem {
        var text = counter.count(ToolText.typeScript(request.tools))
        // Functions stand in the message of the instructions; one that must be called is named once more
        // (hmarr/openai-chat-tokens, which was checked against the interface).
        if request.system != nil, self.priming == 3 { text -= 4 }
        if case .named(let name) = request.toolChoice { text += counter.count(name) + 4 }
        let more = request.tools.count - 1
        guard model.name.hasPrefix("gpt-5") else {
            return EstimateItem(.tools, text, under: 3 + more, over: 3 + more, source: "TypeScript text, measured to 3")
        }
        if request.interface == .chatCompletions {
            return EstimateItem(
                .tools,
                text + 83,
                under: 1 + more,
                over: 1 + more,
                source: "TypeScript text and the 82 to 84 of Chat Completions, measured"
            )
        }
        let jumps = ["gpt-5.2", "gpt-5.4", "gpt-5.6"].contains { model.name.hasPrefix($0) }
        return EstimateItem(
            .tools,
            text + 1 + (jumps ? 16 : 0),
            under: more + (jumps ? 16 : 0),
            over: 1,
            source: "TypeScript text on Responses, measured"
        )
    }
}
