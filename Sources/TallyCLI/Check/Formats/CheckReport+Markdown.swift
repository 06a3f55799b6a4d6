internal import TallyConfiguration
internal import TallyEstimation

extension CheckReport {
    /// The report as a comment for a pull request.
    ///
    /// Nothing at all if there is no prompt in it. GitHub takes 65,536 characters; what is longer says what it leaves out.
    var markdownText: String { self.markdown(maximumBytes: 60_000, marker: "<!-- tally check -->") }

    /// The report in Markdown.
    ///
    /// - Parameters:
    ///   - maximumBytes: how long the tables and lists may become; the frame around them is short.
    ///   - marker: a line at the start, by which a program finds the comment that it is to replace.
    func markdown(maximumBytes: Int, marker: String?) -> String {
        guard !self.prompts.isEmpty else { return "" }
        var text = BoundedMarkdown(maximumBytes: maximumBytes)
        if let marker { text.append(marker + "\n") }
        text.append("### \(Markdown.escaped(self.summary))\n")
        let isCompared = self.base != nil
        let (quiet, shown) = self.promptsByWeight.partitioned { prompt in
            !isCompared || prompt.change != .unchanged || !prompt.findings.isEmpty
        }
        // Why something is refused comes before all else if there is not room for both.
        var details = BoundedMarkdown(maximumBytes: maximumBytes / 2)
        self.appendBroken(to: &details)
        self.appendExcepted(to: &details)
        text.reserve(details.text.utf8.count)
        if !shown.isEmpty { self.appendTable(of: shown, to: &text) }
        text.release(details.text.utf8.count)
        text.append(details.text)
        if !quiet.isEmpty {
            text.append("\n<details><summary>\(Self.unchanged(quiet.count))</summary>\n")
            self.appendTable(of: quiet, to: &text)
            text.append("\n</details>\n")
        }
        self.appendNotes(to: &text)
        return text.text
    }

    private static func unchanged(_ count: Int) -> String {
        "\(NumberText.counted(count, "prompt")) that did not change"
    }

    private func appendTable(of prompts: [CheckedPrompt], to text: inout BoundedMarkdown) {
        let columns = self.figureColumns
        text.append("\n| prompt | " + columns.map(\.title).joined(separator: " | ") + " | rules |\n")
        text.append("|:---|" + columns.map { _ in "---:|" }.joined() + ":---|\n")
        text.appendLines(prompts, rest: { "\nand \(NumberText.counted($0, "prompt")) more\n" }) { prompt in
            let cells = columns.map { Markdown.escaped($0.cell(prompt)) }
            return "| " + ([Self.name(prompt)] + cells + [Self.verdict(prompt)]).joined(separator: " | ") + " |\n"
        }
    }

    private static func name(_ prompt: CheckedPrompt) -> String {
        let path = Markdown.code(prompt.path.plainText)
        return prompt.previousPath.map { "\(Markdown.code($0.plainText)) → \(path)" } ?? path
    }

    private static func verdict(_ prompt: CheckedPrompt) -> String {
        let broken = prompt.findings.filter(\.isBroken).map { Markdown.code($0.rule.rawValue) }
        let excepted = prompt.excepted.map { Markdown.code($0.rule.rawValue) }
        var parts: [String] = []
        if !broken.isEmpty { parts.append("**broken**: " + broken.joined(separator: ", ")) }
        if !excepted.isEmpty { parts.append("excepted: " + excepted.joined(separator: ", ")) }
        return parts.joined(separator: "; ")
    }

    private func appendBroken(to text: inout BoundedMarkdown) {
        let broken = self.broken
        guard !broken.isEmpty else { return }
        text.append("\n#### Broken rules\n\n")
        text.appendLines(broken, rest: { "\nand \(NumberText.grouped($0)) more\n" }) { prompt, finding in
            "- **\(Markdown.code(finding.rule.rawValue))** \(Markdown.code(prompt.path.plainText)): "
                + "\(Markdown.escaped(finding.sentence)) *\(Markdown.escaped(self.reason(finding)))*\n"
        }
        guard let proposal = self.prompts.lazy.compactMap(\.exceptionProposal).first else { return }
        text.append("\n<details><summary>How to let a rule be broken for a time</summary>\n\n")
        text.append("In \(Markdown.code(self.configuration?.plainText ?? "tally.yml")), under `prompts`:\n\n")
        text.append("```yaml\n" + proposal.map { $0 + "\n" }.joined() + "```\n\n</details>\n")
    }

    private func appendExcepted(to text: inout BoundedMarkdown) {
        var lines: [String] = []
        for prompt in self.prompts {
            for finding in prompt.findings {
                guard case .excepted(let exception) = finding.status else { continue }
                lines.append(
                    "- \(Markdown.code(finding.rule.rawValue)) \(Markdown.code(prompt.path.plainText)): "
                        + "\(Markdown.escaped(finding.sentence)) Exception "
                        + "\(Markdown.escaped(exception.summary))\n"
                )
            }
        }
        guard !lines.isEmpty else { return }
        text.append("\n#### Excepted\n\n")
        text.appendLines(lines, rest: { "\nand \(NumberText.grouped($0)) more\n" }) { $0 }
    }

    private func appendNotes(to text: inout BoundedMarkdown) {
        let notes = CheckNotes(self).notes.map { note in
            "- \(Markdown.escaped(note.text)) (\(Markdown.escaped(note.places)))\n"
        }
        let lines = notes + self.notes.map { "- \(Markdown.escaped($0.onOneLine))\n" }
        guard !lines.isEmpty else { return }
        text.append("\n<details><summary>\(NumberText.counted(lines.count, "note"))</summary>\n\n")
        text.appendLines(lines, rest: { "\nand \(NumberText.grouped($0)) more\n" }) { $0 }
        text.append("\n</details>\n")
    }
}

extension Array {
    /// The elements that don't fulfil the condition, then those that do, each in their order.
    fileprivate func partitioned(by condition: (Element) -> Bool) -> ([Element], [Element]) {
        (self.filter { !condition($0) }, self.filter(condition))
    }
}
