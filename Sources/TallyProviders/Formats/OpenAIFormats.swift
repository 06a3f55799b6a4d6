internal import TallyPricing

/// OpenAI chat and legacy completions, assistants' runs, embeddings, and whoever is compatible with them: Azure, vLLM,
/// Together, Fireworks, Writer, watsonx, Anthropic's and Gemini's endpoints for OpenAI's clients.
///
/// watsonx' older text generation says its counts beside the text; in a stream they are cumulative.
enum OpenAIChatFormat: ResponseFormat {
    static let fields = OpenAIFields.fields

    static func read(_ reading: inout UsageReading) {
        OpenAIUsage.read(&reading)
        guard reading.usage.isEmpty else { return }
        reading.usage.inputUncached = reading.count("watsonx.input")
        reading.usage.outputText = reading.count("watsonx.output")
        reading.isOutputSaid = reading.usage.outputText != nil
    }
}

/// OpenAI responses: as chat under other names, and tool calls that are charged each.
///
/// A search of the web, and one of a file store, is an element of `output`; opening a page that was found costs nothing.
/// Code runs in containers, each charged once. Source: openai-python 3.3.1 (types), OpenAI's price list.
enum OpenAIResponsesFormat: ResponseFormat {
    static let fields = OpenAIFields.fields

    static func read(_ reading: inout UsageReading) {
        OpenAIUsage.read(&reading)
        var containers = Set<String>()
        for index in reading.facts.elements(of: "output") {
            let root = "output.\(index)"
            switch reading.facts.name("\(root).type") {
            case "web_search_call" where reading.facts.name("\(root).action.type") ?? "search" == "search":
                reading.add(1, to: .webSearches)
            case "file_search_call": reading.add(1, to: .storageSearches)
            case "code_interpreter_call":
                if let container = reading.facts.name("\(root).container_id") { containers.insert(container) }
            default: break
            }
        }
        if !containers.isEmpty { reading.usage[.codeExecutionSessions] = containers.count }
    }
}

/// OpenAI transcription and speech: tokens, or seconds (`type` is `tokens` or `duration`).
///
/// Whisper in its verbose form, also Groq's, says the duration of the audio beside the text; where there is a usage it is
/// the rounded one that is charged. Source: openai-python 3.3.1 (types).
enum OpenAIAudioFormat: ResponseFormat {
    static let fields = OpenAIFields.fields

    static func read(_ reading: inout UsageReading) {
        OpenAIUsage.read(&reading)
        let seconds = reading.milliseconds("usage.seconds")
        let duration = reading.usage.isEmpty ? reading.milliseconds("duration") : nil
        if let milliseconds = seconds ?? duration {
            reading.usage[.inputAudioMilliseconds] = milliseconds
            reading.isOutputSaid = true
        }
    }
}

/// xAI chat: `completion_tokens` is without `reasoning_tokens`, which cost as much; `total_tokens` has both.
///
/// `cost_in_usd_ticks` is what is charged. Source: xAI's reference, xai-sdk (types).
enum XAIFormat: ResponseFormat {
    static let fields = OpenAIFields.fields

    static func read(_ reading: inout UsageReading) {
        OpenAIUsage.read(&reading, isReasoningInside: false)
    }
}
