internal import TallyEstimation

/// What would make a prompt smaller.
struct ExplainHint: Equatable {
    /// A word that programs can rely on.
    let kind: String
    /// In tokens, counted and not guessed unless the text says "about".
    let saves: Int
    let text: String
}

extension Explanation {
    /// What is worth doing, what saves most first; a thousandth of the prompt is not.
    var hints: [ExplainHint] {
        var hints: [ExplainHint] = []
        if let first = self.blocks.first {
            let copies = self.blocks.reduce(0) { $0 + $1.block.copies.count }
            let line = first.block.source.lowerBound + 1
            hints.append(
                ExplainHint(
                    kind: "repeated_blocks",
                    saves: self.repeatedTokens,
                    text: "Say it once: \(NumberText.counted(copies, "passage")) "
                        + (copies == 1 ? "repeats" : "repeat") + " earlier ones word for word, such as that of line "
                        + NumberText.grouped(line) + "."
                )
            )
        }
        for item in self.whiteSpace {
            hints.append(
                ExplainHint(
                    kind: item.kind.rawValue,
                    saves: item.saves,
                    text:
                        "\(item.kind.title): \(item.kind.remedy). First in line \(NumberText.grouped(item.firstLine + 1))."
                )
            )
        }
        for kind in WordKind.allCases where kind.isData || kind == .url {
            let tokens = self.subject.scaled(self.pieces.tokensByKind[kind] ?? 0)
            let words = self.pieces.wordsByKind[kind] ?? 0
            // What stands in its place has a few tokens as well.
            let saves = tokens - 3 * words
            let remedy = kind == .url ? "put" : "leave them out or put"
            hints.append(
                ExplainHint(
                    kind: kind.rawValue,
                    saves: saves,
                    text: "\(NumberText.grouped(tokens)) tokens are \(kind.plural), of which about "
                        + "\(NumberText.grouped(saves)) go if you \(remedy) short names in their place."
                )
            )
        }
        if let hint = self.largerVocabulary { hints.append(hint) }
        return hints.filter { $0.saves > 0 && $0.saves * 1_000 >= self.subject.total }
            .sorted { ($1.saves, $0.kind) < ($0.saves, $1.kind) }
    }

    /// What a model of the present generation would count for a text in which the older one's tokens are short.
    private var largerVocabulary: ExplainHint? {
        let older = ["cl100k_base", "gpt2", "p50k_base", "p50k_edit", "r50k_base"]
        guard older.contains(self.subject.choice.name), let newer = try? TokenEncoding.named("o200k_base") else {
            return nil
        }
        let tokens = self.subject.text.bytes.withSpan { Tokenizer(newer).count($0) }
        let saves = self.subject.total - tokens
        guard saves * 10 >= self.subject.total else { return nil }
        return ExplainHint(
            kind: "larger_vocabulary",
            saves: saves,
            text:
                "A model that reads o200k_base, as gpt-4o and later ones do, takes \(NumberText.grouped(tokens)) tokens for the same text."
        )
    }
}
