import TallyVocabularies
import Testing

@testable import TallyEstimation

@Suite struct BodyTests {
    private static func body(_ text: String, _ format: RequestBody.Format? = nil) throws -> RequestBody {
        try RequestBody(json: Array(text.utf8), format: format)
    }

    private static let gif = "R0lGODlhQAHwAA=="

    @Test func chatCompletionsOfOpenAI() throws {
        let body = try Self.body(
            """
            {"model": "gpt-4o", "max_completion_tokens": 99, "tool_choice": "required", "messages": [
            {"role": "developer", "content": "Be brief."},
            {"role": "user", "name": "ann", "content": [{"type": "text", "text": "Look: "},
            {"type": "image_url", "image_url": {"url": "data:image/gif;base64,\(Self.gif)", "detail": "low"}}]},
            {"role": "assistant", "content": null, "tool_calls": [{"id": "1", "type": "function",
            "function": {"name": "f", "arguments": "{\\"a\\": 1}"}}]},
            {"role": "tool", "tool_call_id": "1", "content": "done"}],
            "tools": [{"type": "function", "function": {"name": "f", "description": "d", "parameters": {"type": "object"}}}]}
            """
        )
        #expect(body.format == .openAIChat)
        #expect(body.model == "gpt-4o")
        let request = body.request
        #expect(request.system == "Be brief.")
        #expect(request.maximumOutputTokens == 99)
        #expect(request.toolChoice == .required)
        #expect(request.interface == .chatCompletions)
        #expect(request.tools.map(\.name) == ["f"])
        #expect(
            request.messages == [
                Message(.user, [.text("Look: "), .image(Image(width: 320, height: 240, detail: .low))], name: "ann"),
                Message(.assistant, [.toolCall(name: "f", arguments: .object([.init("a", .number("1"))]))]),
                Message(.tool, [.toolResult("done")]),
            ]
        )
        #expect(request.uncounted == [])
    }

    @Test func responsesOfOpenAI() throws {
        let body = try Self.body(
            """
            {"model": "gpt-5", "instructions": "Be brief.", "max_output_tokens": 50, "input": [
            {"role": "user", "content": [{"type": "input_text", "text": "Hi"},
            {"type": "input_image", "image_url": "https://example.com/a.png"}]},
            {"type": "function_call", "name": "f", "arguments": "{}", "call_id": "1"},
            {"type": "function_call_output", "call_id": "1", "output": "ok"}],
            "tools": [{"type": "function", "name": "f", "parameters": {}}, {"type": "web_search"}]}
            """
        )
        #expect(body.format == .openAIResponses)
        #expect(body.request.system == "Be brief.")
        #expect(body.request.interface == .responses)
        #expect(body.request.messages.map(\.role) == [.user, .assistant, .tool])
        #expect(body.request.messages[0].parts[1] == .image(Image(size: nil)))
        #expect(body.request.tools.map(\.name) == ["f"])
        #expect(body.request.uncounted == ["the tool 'web_search' of the provider"])
        #expect(try Self.body(#"{"model": "gpt-5", "input": "Hi"}"#).request.messages == [.user("Hi")])
    }

    @Test func messagesOfAnthropic() throws {
        let body = try Self.body(
            """
            {"model": "claude-sonnet-4-5", "max_tokens": 1024, "system": [{"type": "text", "text": "Be brief."}],
            "thinking": {"type": "enabled", "budget_tokens": 1024}, "tool_choice": {"type": "tool", "name": "f"},
            "tools": [{"name": "f", "input_schema": {"type": "object"}}, {"type": "bash_20250124", "name": "bash"}],
            "messages": [{"role": "user", "content": [{"type": "text", "text": "Hi"},
            {"type": "image", "source": {"type": "base64", "media_type": "image/gif", "data": "\(Self.gif)"}}]},
            {"role": "assistant", "content": [{"type": "thinking", "thinking": "x"},
            {"type": "tool_use", "id": "1", "name": "f", "input": {"a": 1}}]},
            {"role": "user", "content": [{"type": "tool_result", "tool_use_id": "1", "content": [{"type": "text", "text": "ok"}]}]}]}
            """
        )
        #expect(body.format == .anthropic)
        let request = body.request
        #expect(request.system == "Be brief.")
        #expect(request.thinking == .budget(1_024))
        #expect(request.toolChoice == .named("f"))
        #expect(request.tools.map(\.name) == ["f"])
        #expect(request.uncounted == ["the tool 'bash_20250124' of the provider: documented as 245 tokens"])
        #expect(
            request.messages == [
                Message(.user, [.text("Hi"), .image(Image(width: 320, height: 240))]),
                Message(.assistant, [.toolCall(name: "f", arguments: .object([.init("a", .number("1"))]))]),
                Message(.user, [.toolResult("ok")]),
            ]
        )
    }

    @Test func generateContentOfGemini() throws {
        let body = try Self.body(
            """
            {"systemInstruction": {"parts": [{"text": "Be brief."}]}, "generationConfig": {"maxOutputTokens": 9,
            "mediaResolution": "MEDIA_RESOLUTION_LOW"}, "contents": [{"role": "user", "parts": [{"text": "Hi"},
            {"inlineData": {"mimeType": "image/gif", "data": "\(Self.gif)"}}]},
            {"role": "model", "parts": [{"functionCall": {"name": "f", "args": {"a": 1}}}]}],
            "tools": [{"functionDeclarations": [{"name": "f", "description": "d"}]}, {"googleSearch": {}}]}
            """
        )
        #expect(body.format == .gemini)
        #expect(body.model == nil)
        #expect(body.request.system == "Be brief.")
        #expect(body.request.maximumOutputTokens == 9)
        #expect(body.request.messages[0].parts[1] == .image(Image(width: 320, height: 240, detail: .low)))
        #expect(body.request.messages[1].role == .assistant)
        #expect(body.request.tools.map(\.name) == ["f"])
        #expect(body.request.uncounted == ["the tool 'googleSearch' of the provider"])
    }

    @Test(arguments: [
        ("[]", EstimationError.Code.malformedRequest, "object"),
        ("{}", .unknownFormat, "contents"),
        (#"{"messages": 1}"#, .malformedRequest, "'messages'"),
        (#"{"messages": [{"role": "boss", "content": "secret"}]}"#, .malformedRequest, "messages.0"),
        (#"{"messages": [{"role": "user", "content": 7}]}"#, .malformedRequest, "messages.0"),
        (#"{"system": "secret", "messages": [{"role": "user"}]}"#, .malformedRequest, "messages.0"),
        (#"{"contents": [{"role": "user"}]}"#, .malformedRequest, "'parts'"),
        (#"{"input": 7}"#, .malformedRequest, "'input'"),
    ])
    func aBodyOfAnotherFormSaysWhereAndNothingOfThePrompt(
        text: String,
        code: EstimationError.Code,
        message: String
    ) {
        #expect { try Self.body(text) } throws: { error in
            guard let error = error as? EstimationError else { return false }
            return error.code == code && error.message.contains(message) && !error.message.contains("secret")
        }
    }

    @Test func theFormatCanBeGiven() throws {
        let text = #"{"model": "claude-opus-5", "messages": [{"role": "user", "content": "Hi"}]}"#
        #expect(try Self.body(text).format == .anthropic)
        #expect(try Self.body(text, .openAIChat).format == .openAIChat)
    }
}
