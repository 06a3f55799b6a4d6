internal import TallyConfiguration

/// A rule that a prompt breaks.
struct CheckFinding {
    /// What is done about it.
    enum Status {
        /// It fails the check.
        case broken
        /// It is let through until the exception's day.
        case excepted(PromptException)
    }

    let rule: CheckRule
    /// What was found, what is allowed and what to do, in one line for people; never text of the prompt.
    let message: String
    let status: Status
    /// The line of `tally.yml` that asks for it, from 1; nil if none does.
    let configurationLine: Int?

    var isBroken: Bool {
        if case .broken = self.status { true } else { false }
    }
}
