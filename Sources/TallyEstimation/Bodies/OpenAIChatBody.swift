internal import TallyVocabularies

/// OpenAI's Chat Completions ("Create chat completion" in OpenAI's reference, 2026).
enum OpenAIChatBody {
    static func request(_ body: JSONTree) throws(EstimationError) -> Request {
        var uncounted: [String] = []
        var messages: [Message] = []
        for (index, element) in try body.array("messages").enumerated() {
            messages.append(try Self.message(element, index, &uncounted))
        }
        var request = Request(messages: messages)
        // Instructions at the start cost what any message does, and are told apart for the reader.
        if let first = messages.first, first.role == .system, first.parts.count == 1, first.name == nil {
            request.system = first.text
            request.messages.removeFirst()
        }
        request.interface = .chatCompletions
        request.tools = Self.tools(body["tools"]?.elements ?? [], &uncounted)
        request.tools += (body["functions"]?.elements ?? []).compactMap { Self.function($0) }
        request.toolChoice = Self.choice(body["tool_choice"])
        request.maximumOutputTokens = body["max_completion_tokens"]?.integer ?? body["max_tokens"]?.integer
        request.answerSchema = Self.answerSchema(body["response_format"]?["json_schema"])
        request.uncounted = uncounted
        return request
    }

    private static func message(
        _ element: JSONTree,
        _ index: Int,
        _ uncounted: inout [String]
    ) throws(EstimationError) -> Message {
        guard let word = element["role"]?.string, let role = Self.role(word) else {
            throw EstimationError(.malformedRequest, "messages.\(index): 'role' is not one that OpenAI has")
        }
        var parts: [Message.Part] = []
        switch element["content"] {
        case .string(let text)?: parts.append(role == .tool ? .toolResult(text) : .text(text))
        case .array(let elements)?:
            for part in elements { parts += OpenAIParts.parts(part, role, index, &uncounted) }
        case nil: break
        default: throw EstimationError(.malformedRequest, "messages.\(index): 'content' is neither text nor parts")
        }
        for call in element["tool_calls"]?.elements ?? [] {
            let function = call["function"]
            parts.append(OpenAIParts.call(function?["name"]?.string, function?["arguments"]))
        }
        if let call = element["function_call"] {
            parts.append(OpenAIParts.call(call["name"]?.string, call["arguments"]))
        }
        return Message(role, parts, name: element["name"]?.string)
    }

    static func role(_ word: String) -> Message.Role? {
        switch word {
        case "developer": .system
        case "function": .tool
        default: Message.Role(rawValue: word)
        }
    }

    static func tools(_ elements: [JSONTree], _ uncounted: inout [String]) -> [Tool] {
        var tools: [Tool] = []
        for element in elements {
            // Chat Completions nests the function, Responses doesn't.
            if let tool = Self.function(element["function"] ?? element), element["type"]?.string == "function" {
                tools.append(tool)
            } else {
                uncounted.append("the tool '\(element["type"]?.string ?? "unknown")' of the provider")
            }
        }
        return tools
    }

    static func function(_ element: JSONTree) -> Tool? {
        guard let name = element["name"]?.string else { return nil }
        return Tool(
            name: name,
            description: element["description"]?.string,
            parameters: element["parameters"] ?? .object([])
        )
    }

    static func answerSchema(_ format: JSONTree?) -> Request.AnswerSchema? {
        guard let schema = format?["schema"] else { return nil }
        return Request.AnswerSchema(
            name: format?["name"]?.string ?? "",
            description: format?["description"]?.string,
            schema: schema
        )
    }

    static func choice(_ choice: JSONTree?) -> Request.ToolChoice {
        switch choice?.string {
        case "required": .required
        case "none": .never
        case nil:
            (choice?["function"]?["name"] ?? choice?["name"])?.string.map { .named($0) } ?? .automatic
        default: .automatic
        }
    }
}
