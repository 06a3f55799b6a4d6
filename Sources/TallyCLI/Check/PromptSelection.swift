internal import TallyConfiguration
internal import TallyMetering

/// Which files are prompts, and what holds for each.
struct PromptSelection {
    /// Nil for the usual ones.
    private let files: PathPatterns?
    private let excluded: PathPatterns
    private let rules: [(patterns: PathPatterns?, rule: PromptRule)]
    private let exceptions: [(patterns: PathPatterns?, exception: PromptException)]
    private let fallback: PromptSettings

    /// - Parameter policy: What `tally.yml` asks of prompts, and which models it approves anywhere.
    init(_ policy: PromptPolicy, approvedModels: [NamePattern]?) {
        self.files = policy.files.map { PathPatterns($0) }
        self.excluded = PathPatterns(policy.exclude)
        self.rules = policy.rules.map { ($0.files.isEmpty ? nil : PathPatterns($0.files), $0) }
        self.exceptions = policy.exceptions.map { ($0.files.isEmpty ? nil : PathPatterns($0.files), $0) }
        var fallback = PromptSettings()
        fallback.approvedModels = approvedModels.map { PromptSettings.Setting(value: $0, line: 0) }
        self.fallback = fallback
    }

    /// Whether the file at a path is a prompt.
    func contains(_ path: FilePath) -> Bool {
        (self.files?.match(path) ?? UsualPrompts.contains(path.bytes)) && !self.excluded.match(path)
    }

    /// Whether a file that is no prompt by its path may be taken for one, because somebody names it.
    func allows(_ path: FilePath) -> Bool { !self.excluded.match(path) }

    /// What holds for the prompt at a path.
    func settings(for path: FilePath) -> PromptSettings {
        var settings = self.fallback
        for (patterns, rule) in self.rules where patterns?.match(path) ?? true { settings.apply(rule) }
        return settings
    }

    /// The exceptions from a rule for the prompt at a path.
    func exceptions(from rule: CheckRule, for path: FilePath) -> [PromptException] {
        self.exceptions.filter { patterns, exception in
            exception.rules.contains { $0.matches(rule.rawValue) } && patterns?.match(path) ?? true
        }.map(\.exception)
    }
}
