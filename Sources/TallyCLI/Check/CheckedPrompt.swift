internal import TallyEstimation

/// A prompt before and after a change, and the rules that it breaks.
struct CheckedPrompt {
    /// What the change does to the file.
    enum Change: String {
        case added
        case modified
        case renamed
        case deleted
        case unchanged
    }

    /// What the file holds.
    enum Kind: Equatable {
        case text
        /// The body of a request, in JSON or YAML, counted with its frames and tools.
        case request(RequestBody.Format)
        /// A list of messages.
        case messages
        /// A list of functions.
        case tools

        /// The name in answers: `text`, `openai-chat`, `messages`.
        var name: String {
            switch self {
            case .text: "text"
            case .request(let format): format.rawValue
            case .messages: "messages"
            case .tools: "tools"
            }
        }
    }

    /// The path from the top of the repository; of a deleted file the one that it had.
    let path: FilePath
    /// The path before, if the file was renamed.
    let previousPath: FilePath?
    let change: Change
    let kind: Kind
    /// The name of the model that it is counted and priced for.
    let model: String
    /// The encoding, accuracy and reason, as in every answer.
    let choice: EncodingChoice
    /// The most tokens that the model takes; nil if that is not known.
    let contextWindow: Int?
    /// Nil for a file that is new, and outside a repository.
    let before: PromptMeasure?
    /// Nil for a file that is gone, or that can not be counted.
    let after: PromptMeasure?
    /// How many tokens at the start the change leaves as they are; nil where there is nothing to compare.
    let unchangedPrefix: Int?
    /// What holds for the file.
    let settings: PromptSettings
    let findings: [CheckFinding]
    /// What a person should know about the figures: placeholders counted as written, a front matter left out.
    let notes: [String]

    /// The tokens that the change adds; negative for what it takes away.
    var growth: Int { (self.after?.tokens ?? 0) - (self.before?.tokens ?? 0) }

    /// The tokens that the rule for the most still leaves; negative for too many, nil without such a rule.
    var tokensLeft: Int? {
        guard let most = self.settings.maximumTokens?.value, let after else { return nil }
        return most - after.tokens
    }

    /// The money that the rule for a call's cost still leaves; nil without such a rule or price.
    var costPerCallLeft: Money? {
        guard let most = self.settings.maximumCostPerCall?.value, let cost = self.after?.costPerCall.money else {
            return nil
        }
        return most - cost
    }

    /// The money that the rule for a month's cost still leaves; nil without such a rule or price.
    var costPerMonthLeft: Money? {
        guard let most = self.settings.maximumCostPerMonth?.value, let cost = self.after?.costPerMonth?.money else {
            return nil
        }
        return most - cost
    }
}
