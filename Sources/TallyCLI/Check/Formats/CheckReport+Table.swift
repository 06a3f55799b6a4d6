internal import TallyConfiguration
internal import TallyEstimation

extension CheckReport {
    /// The report for people: the prompts, what matters first, then why a rule is broken and what to do.
    ///
    /// Nothing at all if there is no prompt in it.
    var tableText: String {
        guard !self.prompts.isEmpty else { return "" }
        var text = self.promptTable
        for (prompt, finding) in self.broken {
            text += "\n\(finding.rule.rawValue): \(prompt.path.plainText)\n"
            text += ChangeText.wrapped(finding.sentence, indent: "  ")
            text += ChangeText.wrapped(self.reason(finding), indent: "  ")
        }
        text += self.proposalText + self.exceptedText + self.notesText
        return text + "\n\(self.summary)\n"
    }

    /// The prompts in the order in which a person has to see them: what is broken, what is let through, then by how much
    /// they change.
    var promptsByWeight: [CheckedPrompt] {
        func weight(_ prompt: CheckedPrompt) -> (Int, UInt) {
            let rank = prompt.isBroken ? 0 : prompt.findings.isEmpty ? 2 : 1
            return (rank, .max - (prompt.tokenDifference ?? 0).magnitude)
        }
        // Sorting is not promised to be stable; the place among equals is part of the key.
        return self.prompts.enumerated()
            .map { (weight: weight($0.element), place: $0.offset, prompt: $0.element) }
            .sorted { ($0.weight.0, $0.weight.1, $0.place) < ($1.weight.0, $1.weight.1, $1.place) }
            .map(\.prompt)
    }

    private var promptTable: String {
        let columns = self.figureColumns
        let table = TextTable(columns: columns.map { .number($0.title) } + [.text("prompt")])
        return table.text(self.promptsByWeight.map { prompt in columns.map { $0.cell(prompt) } + [prompt.pathText] })
    }

    private var proposalText: String {
        guard let prompt = self.prompts.first(where: { $0.exceptionProposal != nil }),
            let proposal = prompt.exceptionProposal
        else { return "" }
        let file = self.configuration?.plainText ?? "tally.yml"
        let way = "To let this through for a time, write under prompts in \(file):"
        return "\n" + ChangeText.wrapped(way, indent: "") + proposal.map { "  \($0)\n" }.joined()
    }

    private var exceptedText: String {
        var text = ""
        for prompt in self.prompts {
            for finding in prompt.findings {
                guard case .excepted(let exception) = finding.status else { continue }
                text += "\n\(finding.rule.rawValue): \(prompt.path.plainText), excepted\n"
                text += ChangeText.wrapped(finding.sentence, indent: "  ")
                text += ChangeText.wrapped("Exception \(exception.summary)", indent: "  ")
            }
        }
        return text
    }

    private var notesText: String {
        var text = ""
        for note in CheckNotes(self).notes {
            text += ChangeText.wrapped("note: \(note.text) (\(note.places))", indent: "", later: "  ")
        }
        for note in self.notes { text += ChangeText.wrapped("note: \(note.onOneLine)", indent: "", later: "  ") }
        return text.isEmpty ? "" : "\n" + text
    }
}
