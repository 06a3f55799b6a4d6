internal import TallyVocabularies

/// OpenAI's Responses ("Create a model response" in OpenAI's reference, 2026).
enum OpenAIResponsesBody {
    static func request(_ body: JSONTree) throws(EstimationError) -> Request {
        var uncounted: [String] = []
        var messages: [Message] = []
        switch body["input"] {
        case .string(let text)?: messages.append(.user(text))
        case .array(let elements)?:
            for (index, element) in elements.enumerated() {
                if let message = try Self.message(element, index, &uncounted) { messages.append(message) }
            }
        default: throw EstimationError(.malformedRequest, "'input' is neither text nor an array")
        }
        var request = Request(system: body["instructions"]?.string, messages: messages)
        request.interface = .responses
        request.tools = OpenAIChatBody.tools(body["tools"]?.elements ?? [], &uncounted)
        request.toolChoice = OpenAIChatBody.choice(body["tool_choice"])
        request.maximumOutputTokens = body["max_output_tokens"]?.integer
        if body["previous_response_id"]?.string != nil {
            uncounted.append("the conversation before (previous_response_id)")
        }
        request.answerSchema = OpenAIChatBody.answerSchema(body["text"]?["format"])
        request.uncounted = uncounted
        return request
    }

    private static func message(
        _ element: JSONTree,
        _ index: Int,
        _ uncounted: inout [String]
    ) throws(EstimationError) -> Message? {
        switch element["type"]?.string ?? "message" {
        case "message":
            guard let word = element["role"]?.string, let role = OpenAIChatBody.role(word) else {
                throw EstimationError(.malformedRequest, "input.\(index): 'role' is not one that OpenAI has")
            }
            if let text = element["content"]?.string { return Message(role, [.text(text)]) }
            var parts: [Message.Part] = []
            for part in try element.array("content") { parts += OpenAIParts.parts(part, role, index, &uncounted) }
            return Message(role, parts)
        case "function_call":
            return Message(.assistant, [OpenAIParts.call(element["name"]?.string, element["arguments"])])
        case "function_call_output":
            return Message(.tool, [.toolResult(element["output"]?.joinedText ?? "")])
        case "reasoning":
            // Earlier reasoning is dropped or billed apart; its text is not in the body.
            uncounted.append("input.\(index): earlier reasoning")
            return nil
        case let type:
            uncounted.append("input.\(index): an item '\(type)'")
            return nil
        }
    }
}
