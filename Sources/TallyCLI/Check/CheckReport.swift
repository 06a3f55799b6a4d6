internal import TallyPricing

/// What `tally check` found: all that any of its formats shows.
struct CheckReport {
    /// What the prompts are compared with.
    struct Base {
        /// As it was asked for: `HEAD`, `origin/main`.
        let name: String
        /// The commit; nil if there is none yet, and everything is new.
        let commit: String?
    }

    /// A file that matches and is not counted.
    struct Skipped {
        let path: FilePath
        /// The kind of reason: `binary`, `link`, `submodule`.
        let name: String
        let explanation: String
    }

    /// Nil outside a repository.
    let base: Base?
    /// The configuration's path from the top of the repository; nil if there is none.
    let configuration: FilePath?
    /// The prompts in the order of their paths.
    let prompts: [CheckedPrompt]
    let skipped: [Skipped]
    /// The prices.
    let book: PriceBook
    /// What is to be said about the whole: expired exceptions that nothing needs any more, for instance.
    let notes: [String]

    /// The rules that are broken, with their prompts, in order.
    var broken: [(prompt: CheckedPrompt, finding: CheckFinding)] {
        self.prompts.flatMap { prompt in prompt.findings.filter(\.isBroken).map { (prompt, $0) } }
    }

    var isBroken: Bool { self.prompts.contains { $0.findings.contains(where: \.isBroken) } }
}
