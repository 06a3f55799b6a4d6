/// Which files are prompts, and what is asked of them: the section `prompts` of the file, as a value.
///
/// It is what `tally check` holds changes against.
public struct PromptPolicy: Hashable, Sendable {
    /// Patterns of the files that are prompts, as in `.gitignore`; nil for the usual ones.
    public var files: [String]?
    /// Patterns of files that are none, although ``files`` has them.
    public var exclude: [String]
    /// What is asked, in the order of the file: of what two rules say about the same thing, the later one holds.
    public var rules: [PromptRule]
    /// Rules that do not hold for some prompts for some time.
    public var exceptions: [PromptException]

    /// Creates a policy; without arguments it asks for nothing.
    public init(
        files: [String]? = nil,
        exclude: [String] = [],
        rules: [PromptRule] = [],
        exceptions: [PromptException] = []
    ) {
        self.files = files
        self.exclude = exclude
        self.rules = rules
        self.exceptions = exceptions
    }
}
