internal import TallyPricing

/// A way in which tokens are used up for little.
enum WasteKind: String, CaseIterable, Hashable, Sendable {
    /// A second or later attempt of a call.
    case retries
    /// Calls that failed and were charged all the same.
    case failures
    /// Answers that did not come to their end.
    case incomplete
    /// Answers nearly as long as was asked for at most: they may be cut off.
    case nearLimit = "near_limit"
    /// Blocks at the start of prompts that came again and that no cache served.
    case repeatedPrompt = "repeated_prompt"
    /// What was written into a cache for prompts that no cache ever served.
    case unreadCache = "unread_cache"
    /// What prompts of a session had more than its first.
    case growingContext = "growing_context"

    /// What it is, in a few words.
    var meaning: String {
        switch self {
        case .retries: "second and later attempts"
        case .failures: "calls that failed and were charged"
        case .incomplete: "answers that did not come to their end"
        case .nearLimit: "answers of 95% and more of the length that was asked for"
        case .repeatedPrompt: "starts of prompts that came again, and no cache served"
        case .unreadCache: "written into a cache, and never read from it"
        case .growingContext: "prompts of a session beyond the length of its first"
        }
    }

    /// Whether its tokens are a part of a call's, and its money is worked out from rates.
    var isPart: Bool {
        switch self {
        case .retries, .failures, .incomplete, .nearLimit: false
        case .repeatedPrompt, .unreadCache, .growingContext: true
        }
    }
}

/// Calls, their tokens and their money.
struct WasteAmount: Hashable, Sendable {
    var calls = 0
    var tokens = 0
    /// What is known of the money; nil if nothing is.
    var cost: Money?

    mutating func add(_ other: WasteAmount) {
        self.calls += other.calls
        self.tokens = self.tokens.addingSaturated(other.tokens)
        if let cost = other.cost { self.cost = (self.cost ?? .zero) + cost }
    }
}
