internal import TallyVocabularies

/// Gemini's generateContent ("Generating content" in Google's reference, 2026); names in either spelling.
enum GeminiBody {
    static func request(_ body: JSONTree) throws(EstimationError) -> Request {
        var uncounted: [String] = []
        let settings = body["generationConfig"] ?? body["generation_config"]
        let word = (settings?["mediaResolution"] ?? settings?["media_resolution"])?.string
        let detail = Self.detail(word)
        var messages: [Message] = []
        for (index, element) in try body.array("contents").enumerated() {
            messages.append(try Self.message(element, index, detail, &uncounted))
        }
        let system = body["systemInstruction"] ?? body["system_instruction"]
        var request = Request(system: system?["parts"]?.joinedText ?? system?.string, messages: messages)
        for tool in body["tools"]?.elements ?? [] {
            let functions = (tool["functionDeclarations"] ?? tool["function_declarations"])?.elements
            for function in functions ?? [] {
                guard let name = function["name"]?.string else { continue }
                let schema = function["parameters"] ?? function["parametersJsonSchema"]
                request.tools.append(
                    Tool(name: name, description: function["description"]?.string, parameters: schema ?? .object([]))
                )
            }
            if functions == nil {
                uncounted.append("the tool '\(tool.members.first?.name ?? "unknown")' of the provider")
            }
        }
        if let schema = settings?["responseSchema"] ?? settings?["response_schema"] ?? settings?["responseJsonSchema"] {
            request.answerSchema = Request.AnswerSchema(name: "", schema: schema)
        }
        request.maximumOutputTokens = (settings?["maxOutputTokens"] ?? settings?["max_output_tokens"])?.integer
        let thinking = settings?["thinkingConfig"] ?? settings?["thinking_config"]
        if let budget = (thinking?["thinkingBudget"] ?? thinking?["thinking_budget"])?.integer {
            request.thinking = budget == 0 ? .disabled : budget < 0 ? .adaptive : .budget(budget)
        }
        request.uncounted = uncounted
        return request
    }

    private static func detail(_ word: String?) -> Image.Detail {
        switch word {
        case "MEDIA_RESOLUTION_LOW": .low
        case "MEDIA_RESOLUTION_MEDIUM": .medium
        case "MEDIA_RESOLUTION_HIGH": .high
        case "MEDIA_RESOLUTION_ULTRA_HIGH": .ultraHigh
        default: .automatic
        }
    }

    private static func message(
        _ element: JSONTree,
        _ index: Int,
        _ detail: Image.Detail,
        _ uncounted: inout [String]
    ) throws(EstimationError) -> Message {
        let role: Message.Role
        switch element["role"]?.string {
        case "user", nil: role = .user
        case "model": role = .assistant
        case "function": role = .tool
        default: throw EstimationError(.malformedRequest, "contents.\(index): 'role' is not one that Gemini has")
        }
        var parts: [Message.Part] = []
        for part in try element.array("parts") { parts += Self.parts(part, index, detail, &uncounted) }
        return Message(role, parts)
    }

    private static func parts(
        _ part: JSONTree,
        _ index: Int,
        _ detail: Image.Detail,
        _ uncounted: inout [String]
    ) -> [Message.Part] {
        if let text = part["text"]?.string {
            return part["thought"]?.bool == true ? [.thinking(text)] : [.text(text)]
        }
        if let call = part["functionCall"] ?? part["function_call"] {
            return [.toolCall(name: call["name"]?.string ?? "", arguments: call["args"] ?? .object([]))]
        }
        if let answer = part["functionResponse"] ?? part["function_response"] {
            return [.toolResult((answer["name"]?.string ?? "") + (answer["response"] ?? .null).text(.compact))]
        }
        let data = part["inlineData"] ?? part["inline_data"]
        let file = part["fileData"] ?? part["file_data"]
        let type = (data ?? file).flatMap { ($0["mimeType"] ?? $0["mime_type"])?.string } ?? "unknown"
        if type.hasPrefix("image/") {
            let size = data?["data"]?.string.flatMap { ImageHeader.size(ofBase64: $0) }
            return [.image(Image(size: size, detail: detail))]
        }
        if type == "application/pdf" { return [.document(Document(pages: nil))] }
        uncounted.append("message \(index) has a part of type '\(type)'")
        return []
    }
}
