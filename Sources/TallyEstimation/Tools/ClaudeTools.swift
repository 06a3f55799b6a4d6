internal import TallyTokenizer
internal import TallyVocabularies

/// What the definitions of functions cost with Claude.
///
/// A system prompt of a length that Anthropic publishes per model, 2 tokens a function, and the JSON of name,
/// description and parameters written with blanks after commas and colons. Source: the table in Anthropic's overview of
/// tool use (2026), and recorded requests on Sonnet, Haiku and Opus 4.5 and 4.6, whose remainder is 498 to 502 (one
/// function), 594 to 600 (any), 605 (a named one, two functions), 512 at 231 tokens of schema: within 3%.
enum ClaudeTools {
    /// Tokens of the prompt: if the model may call, and if it must.
    struct Prompt: Sendable, Hashable {
        let automatic: Int
        let forced: Int
        let isPublished: Bool

        init(_ automatic: Int, _ forced: Int, isPublished: Bool = true) {
            self.automatic = automatic
            self.forced = forced
            self.isPublished = isPublished
        }
    }

    /// The prompts by the beginnings of models' names, the more particular first.
    static let prompts: [(names: [String], prompt: Prompt)] = [
        (["claude-opus-4-8"], Prompt(290, 410)),
        (["claude-opus-4-7"], Prompt(675, 804)),
        (["claude-sonnet-5-5", "claude-opus-5-5", "claude-haiku-5"], Prompt(354, 474, isPublished: false)),
        (["claude-sonnet-5"], Prompt(354, 474)),
        // Seen as about 313 and 317 with two functions; the forced one follows from Sonnet 5's distance.
        (["claude-opus-5"], Prompt(309, 429, isPublished: false)),
        (["claude-fable", "claude-mythos"], Prompt(313, 433, isPublished: false)),
        (["claude-opus-4-6", "claude-sonnet-4-6"], Prompt(497, 589)),
        (["claude-opus-4-5", "claude-sonnet-4-5", "claude-haiku-4-5"], Prompt(496, 588)),
        (["claude-opus-4", "claude-sonnet-4"], Prompt(313, 315)),
        (["claude-3-7", "claude-3-5-sonnet"], Prompt(346, 313)),
        (["claude-3-5-haiku"], Prompt(264, 355)),
        (["claude-3-opus"], Prompt(530, 281)),
        (["claude-3-sonnet"], Prompt(159, 235)),
        (["claude-3-haiku"], Prompt(264, 340)),
    ]

    /// The prompt of a model; of one that is not in the table, the newest's.
    static func prompt(of model: String) -> Prompt {
        let name = model.lowercased()
        return Self.prompts.first { row in row.names.contains { name.hasPrefix($0) } }?.prompt
            ?? Prompt(354, 474, isPublished: false)
    }

    static func item(_ request: Request, _ model: ModelFacts, with counter: any TokenCounter) -> EstimateItem {
        let prompt = Self.prompt(of: model.name)
        let text = request.tools.reduce(0) { $0 + counter.count(ToolText.object($1).text(.spaced)) }
        let table = request.toolChoice.isForced ? prompt.forced : prompt.automatic
        let tokens = table + 2 * request.tools.count + text
        let width = prompt.isPublished ? (tokens * 3 + 99) / 100 : (tokens + 4) / 5
        return EstimateItem(
            .tools,
            tokens,
            under: width,
            over: width,
            source: prompt.isPublished
                ? "published prompt and JSON of the definitions, measured to 3%"
                : "JSON of the definitions and a prompt of which no length is published"
        )
    }
}
