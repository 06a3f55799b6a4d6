/// The files that are prompts where nobody says which are.
enum UsualPrompts {
    /// Patterns as in `.gitignore`, from the top of the repository; none takes back what another one matches.
    ///
    /// In folders called `prompts` it is the suffix that tells a prompt: there is source code in such folders too, and a
    /// name without a suffix could as well be a folder's.
    static let patterns: [String] =
        [
            // Formats of their own: Dotprompt, Prompty, GitHub Models, Visual Studio Code.
            "*.prompt", "*.prompty", "*.prompt.md", "*.prompt.txt", "*.prompt.json", "*.prompt.yaml", "*.prompt.yml",
            // What coding agents are told.
            "AGENTS.md", "CLAUDE.md", "GEMINI.md", "SKILL.md", ".cursorrules", ".windsurfrules", ".clinerules",
            "**/.cursor/rules", "**/.cursor/rules/**", "**/.claude/agents/**/*.md", "**/.claude/commands/**/*.md",
            "/.github/copilot-instructions.md", "/.github/instructions/**/*.md", "/.github/prompts/**/*.md",
        ] + Self.suffixes.map { "**/[Pp]rompts/**/*." + $0 }

    /// Texts, templates and requests; `.prompt` and `.prompty` are prompts anywhere.
    private static let suffixes = [
        "txt", "md", "jinja", "jinja2", "j2", "mustache", "hbs", "handlebars", "liquid", "tmpl", "tpl", "erb", "ejs",
        "json", "yaml", "yml", "xml",
    ]

    /// Whether a file is one of them.
    ///
    /// - Parameter path: The path from the top of the repository.
    static func contains(_ path: [UInt8]) -> Bool { Self.compiled.matchFile(path) }

    private static let compiled = PathPatterns(Self.patterns)
}
