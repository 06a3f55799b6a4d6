internal import TallyTokenizer
internal import TallyVocabularies

/// What a provider or a chat template puts around the texts of a request, in tokens.
protocol Framing: Sendable {
    /// Returns the parts of the input; pictures and documents aside, which have formulas of their own.
    func items(of request: Request, model: ModelFacts, with counter: any TokenCounter) -> [EstimateItem]
}

extension FramingFamily {
    /// The framing of this family.
    var framing: any Framing {
        switch self {
        case .openAIChat: OpenAIFraming(priming: 3)
        case .openAIReasoning: OpenAIFraming(priming: 2)
        case .claudeV3: ClaudeFraming(frame: 7, pair: 6, pairUncertainty: 0)
        case .claudeV47: ClaudeFraming(frame: 11, pair: 5, pairUncertainty: 1)
        case .claudeV48: ClaudeFraming(frame: 6, pair: 4, pairUncertainty: 0)
        case .gemini: GeminiFraming()
        case .none, .unknown: PlainFraming(isKnown: self == .none)
        case .harmony: HarmonyFraming()
        case .qwen25: QwenFraming(variant: .qwen25)
        case .qwen3: QwenFraming(variant: .qwen3)
        case .qwen35: QwenFraming(variant: .qwen35)
        case .llama3: LlamaFraming(variant: .llama3)
        case .llama4: LlamaFraming(variant: .llama4)
        case .mistral: MistralFraming(thinks: false)
        case .magistral: MistralFraming(thinks: true)
        case .deepSeekV3: DeepSeekFraming(variant: .v3)
        case .deepSeekReasoner: DeepSeekFraming(variant: .reasoner)
        case .deepSeekV4: DeepSeekFraming(variant: .v4)
        case .gemma3: GemmaFraming(variant: .gemma3)
        case .gemma4: GemmaFraming(variant: .gemma4)
        case .glm45: GLMFraming(variant: .glm45)
        case .glm47: GLMFraming(variant: .glm47)
        case .glm52: GLMFraming(variant: .glm52)
        case .kimiK2: KimiFraming(isK3: false)
        case .kimiK3: KimiFraming(isK3: true)
        case .minimaxM2: MiniMaxFraming(isM3: false)
        case .minimaxM3: MiniMaxFraming(isM3: true)
        case .cohere: CohereFraming()
        }
    }
}

/// Text that nothing is known to stand around: embeddings, and models of which no frame is known.
struct PlainFraming: Framing {
    let isKnown: Bool

    func items(of request: Request, model: ModelFacts, with counter: any TokenCounter) -> [EstimateItem] {
        let source = self.isKnown ? "the text alone" : "the frame of this model is not known"
        let over = self.isKnown ? 0 : 12
        var items: [EstimateItem] = []
        if let system = request.system {
            items.append(EstimateItem(.system, counter.count(system), over: over, source: source))
        }
        for (index, message) in request.messages.enumerated() {
            items.append(EstimateItem(.message(index), counter.content(of: message), over: over, source: source))
        }
        if !request.tools.isEmpty {
            items.append(ToolText.jsonItem(request.tools, with: counter))
        }
        return items
    }
}

extension TokenCounter {
    /// The tokens of what is said in a message, without anything around it.
    func content(of message: Message) -> Int {
        message.parts.reduce(0) { sum, part in
            switch part {
            case .text(let text), .thinking(let text), .toolResult(let text): sum + self.count(text)
            case .toolCall(let name, let arguments): sum + self.count(name) + self.count(arguments.text(.compact))
            case .image, .document: sum
            }
        }
    }
}

extension Message {
    /// How many functions were called or answered in it.
    var toolParts: Int {
        self.parts.count { part in
            switch part {
            case .toolCall, .toolResult: true
            default: false
            }
        }
    }
}
