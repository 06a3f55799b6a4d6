internal import TallyEstimation

/// What a person should know about the figures: each reason once, with the files that it holds for.
struct CheckNotes {
    /// A reason and its files.
    struct Note {
        let text: String
        fileprivate(set) var paths: [String]

        /// The files in a few words: `a.prompt, b.prompt, c.prompt and 12 more`.
        var places: String {
            let shown = self.paths.prefix(3).joined(separator: ", ")
            return self.paths.count > 3 ? "\(shown) and \(NumberText.grouped(self.paths.count - 3)) more" : shown
        }
    }

    private(set) var notes: [Note] = []
    private var places: [String: Int] = [:]

    init(_ report: CheckReport) {
        for prompt in report.prompts {
            for note in prompt.notes { self.add(note, prompt.path) }
            if prompt.choice.accuracy != .exact, !prompt.isUncounted {
                let reason = prompt.choice.reason.map { ": \($0)" } ?? ""
                self.add("\(prompt.choice.accuracy.rawValue) for \(prompt.model)\(reason)", prompt.path)
            }
            if let reason = prompt.unpricedReason { self.add("unpriced for \(prompt.model): \(reason)", prompt.path) }
        }
        for skipped in report.skipped { self.add("skipped, \(skipped.name): \(skipped.explanation)", skipped.path) }
    }

    private mutating func add(_ text: String, _ path: FilePath) {
        let text = text.onOneLine
        if let place = self.places[text] {
            self.notes[place].paths.append(path.plainText)
        } else {
            self.places[text] = self.notes.count
            self.notes.append(Note(text: text, paths: [path.plainText]))
        }
    }
}
