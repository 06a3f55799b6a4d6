import Testing

@testable import TallyEstimation

/// What recorded requests were billed besides their texts (pydantic-ai's cassettes at 4fda389, 2,049 requests).
@Suite struct ResidualTests {
    struct Residual: CustomTestStringConvertible, Sendable {
        let model: String
        let turns: String
        let tokens: Int

        init(_ model: String, _ turns: String, _ tokens: Int) {
            self.model = model
            self.turns = turns
            self.tokens = tokens
        }

        var testDescription: String { "\(self.model) \(self.turns)" }
    }

    @Test(arguments: [
        Residual("gpt-4o", "u", 7), Residual("gpt-4o", "s,u", 11), Residual("gpt-4.1", "u", 7),
        Residual("gpt-4.5-preview", "s,u", 11),
        Residual("o1", "u", 6), Residual("o3-mini", "s,u", 10), Residual("o4-mini", "u,a,u", 14),
        Residual("gpt-5", "u", 6), Residual("gpt-5.2", "s,u", 10), Residual("gpt-5.5", "u,a,u", 14),
        Residual("gpt-5.6-sol", "u", 6),
        Residual("gpt-oss-120b", "u", 67), Residual("gpt-oss-120b", "u,a,u", 77),
        Residual("claude-sonnet-4-5", "u", 7), Residual("claude-3-opus", "s,u", 7),
        Residual("claude-haiku-4-5", "u,a,u", 13),
        Residual("claude-opus-4-7", "u", 11), Residual("claude-opus-4-8", "u", 6), Residual("claude-opus-5", "u", 6),
        Residual("claude-opus-4-8", "u,a,u", 10),
        Residual("mistral-large-latest", "u", 3), Residual("mistral-small-latest", "s,u", 5),
        Residual("magistral-medium-latest", "u", 15),
        Residual("deepseek-reasoner", "u", 5),
        Residual("llama-3.3-70b-instruct", "u", 35), Residual("llama-3.3-70b-instruct", "s,u", 35),
        Residual("qwen3-32b", "u", 8),
        Residual("glm-4.7", "u", 5), Residual("glm-5.2", "u", 12), Residual("glm-5.3", "u", 12),
        Residual("command-r7b-12-2024", "u", 496), Residual("command-r7b-12-2024", "s,u", 530),
    ])
    func theFrameIsWhatWasBilled(residual: Residual) throws {
        let request = try #require(Samples.all[residual.turns])
        #expect(try Samples.overhead(request, residual.model) == residual.tokens...residual.tokens)
    }

    @Test func fourTurnsWithInstructionsOfMistral() throws {
        var request = Samples.instructed
        request.messages += [.assistant("Hello"), .user("Hello")]
        #expect(try Samples.overhead(request, "mistral-large-latest") == 8...8)
    }

    @Test func aNameCostsOpenAIOneToken() throws {
        let named = Request(messages: [Message(.user, [.text("Hello")], name: "Hello")])
        #expect(try Samples.overhead(named, "gpt-4o") == 8...8)
    }

    @Test func twoMessagesOfOneSpeakerAreOneTurnOfClaude() throws {
        let request = Request(messages: [.user("Hello"), .user("Hello")])
        #expect(try Samples.overhead(request, "claude-sonnet-4-5") == 8...8)
    }

    @Test func instructionsInTheConversationCostClaudeThree() throws {
        let request = Request(messages: [.user("Hello"), .system("Hello")])
        #expect(try Samples.overhead(request, "claude-opus-4-8") == 9...9)
    }

    @Test func thinkingOfClaude() throws {
        func overhead(_ thinking: Request.Thinking, _ model: String) throws -> ClosedRange<Int> {
            var request = Samples.user
            request.thinking = thinking
            return try Samples.overhead(request, model)
        }
        #expect(try overhead(.budget(1_024), "claude-sonnet-4-5") == 35...36)
        #expect(try overhead(.adaptive, "claude-opus-4-6") == 24...24)
        #expect(try overhead(.adaptive, "claude-opus-4-7") == 11...11)
    }

    @Test func withoutThinkingQwenGetsAnEmptyThought() throws {
        var request = Samples.user
        request.thinking = .disabled
        #expect(try Samples.overhead(request, "qwen3-32b") == 12...12)
    }

    @Test func geminiBillsNothingOnVertexAndATurnOnAIStudio() throws {
        func overhead(_ request: Request, _ interface: Request.Interface) throws -> ClosedRange<Int> {
            var request = request
            request.interface = interface
            return try Samples.overhead(request, "gemini-2.5-flash")
        }
        #expect(try overhead(Samples.turns, .vertex) == 0...0)
        #expect(try overhead(Samples.user, .aiStudio) == 1...1)
        #expect(try overhead(Samples.instructed, .aiStudio) == 2...2)
        #expect(try overhead(Samples.turns, .aiStudio) == 3...3)
        #expect(try overhead(Samples.user, .standard) == 0...1)
    }
}
