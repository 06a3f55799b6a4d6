internal import TallyVocabularies

/// A provider's request body, read into a ``Request``.
///
/// Known are the bodies of OpenAI's Chat Completions and Responses, Anthropic's Messages and Gemini's generateContent,
/// and of everybody else who speaks one of them.
///
/// ```swift
/// let body = try RequestBody(json: bytes)
/// body.model                  // "gpt-4o", if the body says so
/// body.request.messages.count
/// ```
public struct RequestBody: Sendable, Hashable {
    /// Whose form a body has.
    public enum Format: String, Sendable, Hashable, CaseIterable {
        /// OpenAI's Chat Completions, which many providers speak.
        case openAIChat = "openai-chat"
        /// OpenAI's Responses.
        case openAIResponses = "openai-responses"
        /// Anthropic's Messages.
        case anthropic
        /// Gemini's generateContent.
        case gemini
    }

    /// Whose form it has.
    public let format: Format
    /// The model, if the body names one; Gemini's stands in the address.
    public let model: String?
    /// The request.
    public var request: Request

    /// Reads a body.
    ///
    /// - Parameters:
    ///   - json: The body, as it is sent.
    ///   - format: Whose form it has; nil to see by what is in it.
    /// - Complexity: O(*n*).
    /// - Throws: ``EstimationError``; a member that is not known is no error.
    public init(json: [UInt8], format: Format? = nil) throws(EstimationError) {
        let body = try JSONTree(reading: json)
        guard case .object = body else {
            throw EstimationError(.malformedRequest, "the body is no JSON object")
        }
        let found: Format
        if let format { found = format } else { found = try Self.format(of: body) }
        self.format = found
        self.model = body["model"]?.string
        switch found {
        case .openAIChat: self.request = try OpenAIChatBody.request(body)
        case .openAIResponses: self.request = try OpenAIResponsesBody.request(body)
        case .anthropic: self.request = try AnthropicBody.request(body)
        case .gemini: self.request = try GeminiBody.request(body)
        }
    }

    /// Sees by the members whose form a body has.
    private static func format(of body: JSONTree) throws(EstimationError) -> Format {
        if body["contents"] != nil { return .gemini }
        if body["input"] != nil { return .openAIResponses }
        guard body["messages"] != nil else {
            throw EstimationError(
                .unknownFormat,
                "the body has neither messages (OpenAI, Anthropic) nor input (OpenAI Responses) nor contents (Gemini)"
            )
        }
        return Self.isAnthropic(body) ? .anthropic : .openAIChat
    }

    private static func isAnthropic(_ body: JSONTree) -> Bool {
        if body["system"] != nil || body["anthropic_version"] != nil { return true }
        if let tools = body["tools"]?.elements, tools.contains(where: { $0["input_schema"] != nil }) { return true }
        if let thinking = body["thinking"]?["type"], thinking.string != nil { return true }
        return body["model"]?.string.map { $0.lowercased().contains("claude") && !$0.contains("/") } ?? false
    }
}

extension JSONTree {
    /// The elements of an array member, or an error that names it.
    func array(_ name: String) throws(EstimationError) -> [JSONTree] {
        guard case .array(let elements)? = self[name] else {
            throw EstimationError(.malformedRequest, "'\(name)' is no array")
        }
        return elements
    }

    /// A string, or the texts of an array of parts, joined.
    var joinedText: String? {
        if let string { return string }
        guard case .array(let parts) = self else { return nil }
        return parts.compactMap { $0.string ?? $0["text"]?.string }.joined()
    }
}
