/// What one feature of the sample's company uses models for.
struct SampleWorkload: Sendable {
    /// How calls belong together.
    enum Shape: Sendable {
        /// Each request is one call.
        case single
        /// Turns of one call each, with a history that grows.
        case chat
        /// Turns of many calls, with results of tools that grow.
        case agent
        /// One call each, at night and at the price of a batch.
        case batch
    }

    var team: String
    var feature: String
    var useCase: String
    var shape: Shape
    /// How many of all calls it makes, in thousandths.
    var share: Int
    /// The models, and how often each is asked in a hundred sessions.
    var models: [(model: SampleModel, weight: Int)]
    /// Tokens of the prompt that every call begins with, tools included.
    var system: Int
    /// Tokens that a call adds to it, at the median.
    var input: Int
    /// Tokens of the answer, at the median.
    var output: Int
    var maximumOutput: Int?
    /// Whether calls are estimated beforehand.
    var isEstimated = true
    /// Whether the beginning of prompts is hashed.
    var isHashed = true
    var tool: String?
    var work: String?

    /// Turns in a session, and calls in a turn.
    var turns: ClosedRange<Int> { self.shape == .chat ? 1...9 : self.shape == .agent ? 1...4 : 1...1 }
    var calls: ClosedRange<Int> { self.shape == .agent ? 2...14 : 1...1 }
    /// Calls in a session, on average, in quarters.
    var meanCalls: Int {
        (self.turns.lowerBound + self.turns.upperBound) * (self.calls.lowerBound + self.calls.upperBound)
    }

    static let company: [SampleWorkload] = [
        SampleWorkload(
            team: "search",
            feature: "answers",
            useCase: "question",
            shape: .chat,
            share: 170,
            models: [(.gpt, 45), (.gptMini, 35), (.sonnet, 20)],
            system: 2_600,
            input: 700,
            output: 320,
            maximumOutput: 8_192
        ),
        SampleWorkload(
            team: "search",
            feature: "ranking",
            useCase: "relevance",
            shape: .single,
            share: 150,
            models: [(.geminiFlash, 70), (.gptMini, 30)],
            system: 900,
            input: 600,
            output: 24,
            maximumOutput: 64
        ),
        SampleWorkload(
            team: "search",
            feature: "ingest",
            useCase: "embedding",
            shape: .single,
            share: 90,
            models: [(.embedding, 100)],
            system: 0,
            input: 1_400,
            output: 0,
            isHashed: false
        ),
        SampleWorkload(
            team: "support",
            feature: "assistant",
            useCase: "support_answer",
            shape: .chat,
            share: 140,
            models: [(.sonnet, 55), (.haiku, 45)],
            system: 5_200,
            input: 260,
            output: 240,
            maximumOutput: 1_024,
            work: "support answer"
        ),
        SampleWorkload(
            team: "support",
            feature: "triage",
            useCase: "classification",
            shape: .single,
            share: 100,
            models: [(.haiku, 75), (.mistral, 25)],
            system: 1_800,
            input: 420,
            output: 16,
            maximumOutput: 32
        ),
        SampleWorkload(
            team: "platform",
            feature: "code-assistant",
            useCase: "coding",
            shape: .agent,
            share: 120,
            models: [(.opus, 40), (.sonnet, 45), (.gpt, 15)],
            system: 9_500,
            input: 1_900,
            output: 420,
            maximumOutput: 8_192,
            tool: "coder",
            work: "refactoring"
        ),
        SampleWorkload(
            team: "platform",
            feature: "code-review",
            useCase: "review",
            shape: .agent,
            share: 45,
            models: [(.sonnet, 80), (.opus, 20)],
            system: 6_200,
            input: 2_400,
            output: 600,
            maximumOutput: 4_096,
            tool: "reviewer",
            work: "review"
        ),
        SampleWorkload(
            team: "commerce",
            feature: "descriptions",
            useCase: "generation",
            shape: .batch,
            share: 60,
            models: [(.gptMini, 60), (.haiku, 40)],
            system: 3_400,
            input: 380,
            output: 420,
            maximumOutput: 1_024,
            isEstimated: false
        ),
        SampleWorkload(
            team: "commerce",
            feature: "reviews",
            useCase: "summary",
            shape: .single,
            share: 40,
            models: [(.geminiFlash, 60), (.router, 40)],
            system: 500,
            input: 3_800,
            output: 180,
            maximumOutput: 400
        ),
        SampleWorkload(
            team: "finance",
            feature: "invoices",
            useCase: "extraction",
            shape: .single,
            share: 35,
            models: [(.gptMini, 50), (.geminiFlash, 50)],
            system: 1_500,
            input: 2_200,
            output: 350,
            maximumOutput: 1_500
        ),
        SampleWorkload(
            team: "legal",
            feature: "contracts",
            useCase: "question",
            shape: .single,
            share: 8,
            models: [(.geminiPro, 100)],
            system: 1_200,
            input: 96_000,
            output: 900,
            maximumOutput: 4_096
        ),
        SampleWorkload(
            team: "marketing",
            feature: "copy",
            useCase: "drafting",
            shape: .chat,
            share: 30,
            models: [(.own, 40), (.mistral, 60)],
            system: 800,
            input: 350,
            output: 520,
            maximumOutput: 600,
            isEstimated: false,
            isHashed: false
        ),
        SampleWorkload(
            team: "data",
            feature: "reports",
            useCase: "analysis",
            shape: .agent,
            share: 12,
            models: [(.geminiPro, 70), (.gpt, 30)],
            system: 4_000,
            input: 5_500,
            output: 800,
            maximumOutput: 8_192,
            tool: "analyst",
            work: "analysis"
        ),
    ]
}
