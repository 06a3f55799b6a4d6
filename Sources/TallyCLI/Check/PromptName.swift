/// What a prompt's path says about its content.
struct PromptName {
    private let name: String
    private let path: String

    init(_ path: FilePath) {
        self.path = path.text.lowercased()
        self.name = String(decoding: path.name, as: UTF8.self).lowercased()
    }

    /// Whether a front matter at the start reaches the model.
    ///
    /// Prompty, dotprompt, and the prompt, instruction and rule files of editors keep settings in it; of skills and of
    /// what agents read as a whole it is part of the text.
    var sendsFrontMatter: Bool {
        ![".prompt", ".prompty", ".prompt.md", ".instructions.md", ".chatmode.md", ".mdc"]
            .contains { self.name.hasSuffix($0) }
    }

    /// Whether it is read by agents as it is: braces in it are no placeholders.
    var isInstructions: Bool {
        ["agents.md", "claude.md", "skill.md", "copilot-instructions.md", ".cursorrules"].contains(self.name)
            || self.name.hasSuffix(".mdc") || self.name.hasSuffix(".instructions.md")
            || self.path.contains(".cursor/rules")
    }

    /// How data in the file would be written; nil for text.
    var dataFormat: PromptRequest.DataFormat? {
        if self.name.hasSuffix(".json") { return .json }
        return self.name.hasSuffix(".yaml") || self.name.hasSuffix(".yml") ? .yaml : nil
    }
}
