public import TallyVocabularies

/// A request to a model, as far as it decides how many tokens it is.
///
/// ```swift
/// var request = Request(messages: [.user("How far is the moon?")])
/// request.system = "Answer in one sentence."
/// request.expectedOutput = .tokens(40)
/// let estimate = estimator.estimate(request)
/// estimate.inputTokens
/// ```
public struct Request: Sendable, Hashable {
    /// What the model is told before the conversation; nil for nothing, which is not the same as an empty text.
    public var system: String?
    /// The conversation.
    public var messages: [Message]
    /// The functions that the model may call.
    public var tools: [Tool]
    /// The schema that the answer has to follow; nil for free text.
    public var answerSchema: AnswerSchema?
    /// Whether the model has to call one.
    public var toolChoice: ToolChoice
    /// Whether the model thinks before it answers.
    public var thinking: Thinking
    /// The most output tokens that the caller allows; nil for as many as the model can.
    public var maximumOutputTokens: Int?
    /// How much output to expect.
    public var expectedOutput: ExpectedOutput
    /// The programming interface that takes the request, where frames differ.
    public var interface: Interface
    /// What was asked for and can't be counted, in words for a person; it widens no band, it is told.
    public var uncounted: [String]

    /// Creates a request.
    public init(
        system: String? = nil,
        messages: [Message],
        tools: [Tool] = [],
        toolChoice: ToolChoice = .automatic,
        thinking: Thinking = .standard,
        maximumOutputTokens: Int? = nil,
        expectedOutput: ExpectedOutput = .unknown
    ) {
        self.system = system
        self.messages = messages
        self.tools = tools
        self.toolChoice = toolChoice
        self.thinking = thinking
        self.maximumOutputTokens = maximumOutputTokens
        self.expectedOutput = expectedOutput
        self.answerSchema = nil
        self.interface = .standard
        self.uncounted = []
    }

    /// A schema that the answer has to follow.
    public struct AnswerSchema: Sendable, Hashable {
        /// The name.
        public var name: String
        /// What it is for.
        public var description: String?
        /// The JSON Schema.
        public var schema: JSONTree

        /// Creates a schema.
        public init(name: String, description: String? = nil, schema: JSONTree) {
            self.name = name
            self.description = description
            self.schema = schema
        }
    }

    /// Whether the model may, must or must not call a function.
    public enum ToolChoice: Sendable, Hashable {
        /// It may.
        case automatic
        /// It must call one, whichever.
        case required
        /// It must call this one.
        case named(String)
        /// It must not.
        case never

        var isForced: Bool {
            switch self {
            case .required, .named: true
            case .automatic, .never: false
            }
        }
    }

    /// Whether a model thinks before it answers.
    public enum Thinking: Sendable, Hashable {
        /// As it does unless told otherwise.
        case standard
        /// Not at all.
        case disabled
        /// Within a number of tokens.
        case budget(Int)
        /// As much as it finds right.
        case adaptive
    }

    /// Interfaces of one provider that frame the same messages differently.
    public enum Interface: Sendable, Hashable {
        /// The provider's usual one.
        case standard
        /// OpenAI's Chat Completions.
        case chatCompletions
        /// OpenAI's Responses.
        case responses
        /// Gemini on Vertex AI.
        case vertex
        /// Gemini on AI Studio.
        case aiStudio
    }
}
