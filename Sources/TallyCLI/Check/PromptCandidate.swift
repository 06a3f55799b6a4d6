/// A prompt that is to be checked, before it is read.
struct PromptCandidate {
    /// The path from the top of the repository, or as it was named outside one.
    let path: FilePath
    let previousPath: FilePath?
    let change: CheckedPrompt.Change
    let before: FilePlace?
    let after: FilePlace?
}

/// The prompts that are to be checked, and what was passed over on the way.
struct PromptCandidates {
    var prompts: [PromptCandidate] = []
    var skipped: [CheckReport.Skipped] = []
    /// Prompts that git has in several versions, since a merge has conflicts.
    var conflicts: [FilePath] = []

    /// Puts all in the order of their paths.
    mutating func sort() {
        self.prompts.sort { $0.path.bytes.lexicographicallyPrecedes($1.path.bytes) }
        self.conflicts.sort { $0.bytes.lexicographicallyPrecedes($1.bytes) }
    }

    /// Passes a file over.
    mutating func skip(_ path: FilePath, _ name: String, _ explanation: String) {
        self.skipped.append(CheckReport.Skipped(path: path, name: name, explanation: explanation))
    }
}
