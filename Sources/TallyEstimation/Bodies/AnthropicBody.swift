internal import TallyVocabularies

/// Anthropic's Messages ("Create a Message" in Anthropic's reference, 2026).
enum AnthropicBody {
    /// Tokens of Anthropic's own tools, per definition ("Tool use", 2026), by the beginnings of their types.
    private static let serverTools: [(type: String, tokens: Int)] = [
        ("bash_", 245), ("text_editor_", 700), ("computer_", 735),
    ]

    static func request(_ body: JSONTree) throws(EstimationError) -> Request {
        var uncounted: [String] = []
        var messages: [Message] = []
        for (index, element) in try body.array("messages").enumerated() {
            messages.append(try Self.message(element, index, &uncounted))
        }
        var request = Request(system: body["system"]?.joinedText, messages: messages)
        for element in body["tools"]?.elements ?? [] {
            if let schema = element["input_schema"], let name = element["name"]?.string {
                request.tools.append(
                    Tool(name: name, description: element["description"]?.string, parameters: schema)
                )
            } else {
                let type = element["type"]?.string ?? "unknown"
                let tokens = Self.serverTools.first { type.hasPrefix($0.type) }?.tokens
                uncounted.append(
                    "the tool '\(type)' of the provider" + (tokens.map { ": documented as \($0) tokens" } ?? "")
                )
            }
        }
        request.toolChoice =
            switch body["tool_choice"]?["type"]?.string {
            case "any": .required
            case "tool": .named(body["tool_choice"]?["name"]?.string ?? "")
            case "none": .never
            default: .automatic
            }
        request.thinking =
            switch body["thinking"]?["type"]?.string {
            case "enabled": .budget(body["thinking"]?["budget_tokens"]?.integer ?? 0)
            case "adaptive": .adaptive
            case "disabled": .disabled
            default: .standard
            }
        if let format = body["output_config"]?["format"] ?? body["output_format"] {
            request.answerSchema = OpenAIChatBody.answerSchema(format)
        }
        request.maximumOutputTokens = body["max_tokens"]?.integer
        request.uncounted = uncounted
        return request
    }

    private static func message(
        _ element: JSONTree,
        _ index: Int,
        _ uncounted: inout [String]
    ) throws(EstimationError) -> Message {
        guard let word = element["role"]?.string, let role = Message.Role(rawValue: word), role != .tool else {
            throw EstimationError(.malformedRequest, "messages.\(index): 'role' is not one that Anthropic has")
        }
        switch element["content"] {
        case .string(let text)?: return Message(role, [.text(text)])
        case .array(let blocks)?:
            var parts: [Message.Part] = []
            for block in blocks { parts += Self.parts(block, index, &uncounted) }
            return Message(role, parts)
        default:
            throw EstimationError(.malformedRequest, "messages.\(index): 'content' is neither text nor blocks")
        }
    }

    private static func parts(_ block: JSONTree, _ index: Int, _ uncounted: inout [String]) -> [Message.Part] {
        switch block["type"]?.string {
        case "text": return [.text(block["text"]?.string ?? "")]
        case "image": return [.image(Self.image(block, index, &uncounted))]
        case "document":
            if block["citations"]?["enabled"]?.bool == true {
                uncounted.append("the citations of a document in message \(index)")
            }
            return [.document(Self.document(block))]
        case "tool_use":
            return [.toolCall(name: block["name"]?.string ?? "", arguments: block["input"] ?? .object([]))]
        case "tool_result":
            guard case .array(let inner)? = block["content"] else {
                return [.toolResult(block["content"]?.string ?? "")]
            }
            let texts = inner.compactMap { $0["type"]?.string == "text" ? $0["text"]?.string : nil }
            let pictures = inner.filter { $0["type"]?.string == "image" }
            if texts.count + pictures.count < inner.count {
                uncounted.append("message \(index) has a tool's answer with more than texts and pictures")
            }
            return [.toolResult(texts.joined())] + pictures.map { .image(Self.image($0, index, &uncounted)) }
        case "thinking", "redacted_thinking":
            // Thinking of earlier turns is taken out before the model reads them ("Extended thinking").
            return []
        case let type:
            uncounted.append("message \(index) has a block '\(type ?? "without a type")'")
            return []
        }
    }

    private static func image(_ block: JSONTree, _ index: Int, _ uncounted: inout [String]) -> Image {
        let size = block["source"]?["data"]?.string.flatMap { ImageHeader.size(ofBase64: $0) }
        return Image(size: size)
    }

    private static func document(_ block: JSONTree) -> Document {
        let source = block["source"]
        let text = source?["type"]?.string == "text" ? source?["data"]?.string : source?["content"]?.joinedText
        return Document(pages: nil, text: text)
    }
}
