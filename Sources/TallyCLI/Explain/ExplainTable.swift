internal import TallyEstimation

/// Writes an explanation for a terminal.
struct ExplainTable {
    let report: ExplainReport

    private var explanation: Explanation { self.report.explanation }
    private var subject: ExplainSubject { self.report.subject }

    /// All tables that have something to say.
    var text: String {
        var text = self.summary
        for (title, table) in [
            ("Hints", self.hints), ("Sections", self.sections), ("Largest lines", self.lines),
            ("Largest words", self.words), ("Repeated blocks", self.blocks),
            ("White space and rulers", self.whiteSpace),
            ("Characters", self.characters),
        ] {
            if let table { text += "\n\(title)\n\(table)" }
        }
        return text
    }

    private var summary: String {
        let choice = self.subject.choice
        let tokens = self.subject.total
        var text = "\(self.report.path.displayText): \(NumberText.counted(tokens, "token"))"
        text += " (\(choice.name), \(choice.accuracy.rawValue)), \(NumberText.counted(self.report.bytes, "byte")), "
        text += "\(NumberText.counted(self.report.characters, "character")), "
        text += "\(NumberText.counted(self.subject.lines.count, "line"))"
        if tokens > 0 { text += ", \(NumberText.ratio(self.report.bytes, tokens, decimals: 2)) bytes per token" }
        text += "\n"
        if let cost = self.report.cost { text += cost.text + "\n" }
        if let line = self.explanation.headLine {
            text += "The same in every call, so that a cache can hold it: "
            text += "\(NumberText.counted(self.explanation.headTokens, "token")), up to the first placeholder "
            text += "in line \(NumberText.grouped(line + 1))\n"
        }
        return text + self.report.reservations.map { $0 + "\n" }.joined()
    }

    private var hints: String? {
        let hints = self.explanation.hints
        guard !hints.isEmpty else { return nil }
        return TextTable(columns: [.number("saves"), .number("share"), .text("how")])
            .text(hints.map { [NumberText.grouped($0.saves), self.share($0.saves), $0.text] })
    }

    private var sections: String? {
        let shown = self.report.shownSections
        guard self.explanation.sections.count > 1 else { return nil }
        var rows = shown.sections.map { section in
            [
                NumberText.grouped(section.tokens), self.share(section.tokens),
                NumberText.grouped(section.tokensWithNested), section.lineText,
                String(repeating: "  ", count: min(section.section.depth, 10)) + section.name,
            ]
        }
        if shown.leftOut > 0 {
            rows.append([
                NumberText.grouped(shown.tokensLeftOut), self.share(shown.tokensLeftOut), "", "",
                "(\(NumberText.counted(shown.leftOut, "more section")); --top shows more)",
            ])
        }
        return TextTable(columns: [
            .number("tokens"), .number("share"), .number("with nested"), .number("lines"), .text("section"),
        ]).text(rows)
    }

    private var lines: String? {
        let lines = self.explanation.largestLines
        guard self.subject.lines.count > 1, !lines.isEmpty else { return nil }
        return TextTable(columns: [.number("tokens"), .number("share"), .number("line"), .text("starts with")])
            .text(
                lines.map { line in
                    [
                        NumberText.grouped(line.tokens), self.share(line.tokens), self.line(line.range.lowerBound),
                        Excerpt.text(self.subject.text.bytes, line.range),
                    ]
                }
            )
    }

    private var words: String? {
        let words = self.explanation.pieces.words
        guard !words.isEmpty else { return nil }
        return TextTable(columns: [
            .number("tokens"), .number("share"), .number("times"), .number("line"), .text("kind"), .text("starts with"),
        ]).text(
            words.map { word in
                let tokens = self.subject.scaled(word.tokensInAll)
                return [
                    NumberText.grouped(tokens), self.share(tokens), NumberText.grouped(word.occurrences),
                    self.line(word.first.range.lowerBound), word.kind.rawValue,
                    Excerpt.text(self.subject.text.bytes, word.first.range),
                ]
            }
        )
    }

    private var blocks: String? {
        let blocks = self.explanation.blocks
        guard !blocks.isEmpty else { return nil }
        var rows = blocks.prefix(self.report.most).map { block in
            [
                NumberText.grouped(block.tokensOfCopies), self.share(block.tokensOfCopies),
                NumberText.grouped(block.tokens), NumberText.grouped(block.block.copies.count),
                block.lineText, block.excerpt,
            ]
        }
        if blocks.count > rows.count {
            let rest = blocks[rows.count...].reduce(0) { $0 + $1.tokensOfCopies }
            let more = "(\(NumberText.counted(blocks.count - rows.count, "more block")); --top shows more)"
            rows.append([NumberText.grouped(rest), self.share(rest), "", "", "", more])
        }
        return TextTable(columns: [
            .number("in copies"), .number("share"), .number("tokens"), .number("copies"), .number("first in lines"),
            .text("starts with"),
        ]).text(rows)
    }

    private var whiteSpace: String? {
        var rows: [[String]] = self.explanation.whiteSpace.map { item in
            [
                NumberText.grouped(item.tokens), NumberText.grouped(item.saves), NumberText.grouped(item.occurrences),
                NumberText.grouped(item.firstLine + 1), item.kind.title, item.kind.remedy,
            ]
        }
        guard self.explanation.whiteSpaceTokens > 0 || !rows.isEmpty else { return nil }
        rows.append([
            NumberText.grouped(self.explanation.whiteSpaceTokens), "", "", "", "All tokens of white space alone", "",
        ])
        return TextTable(columns: [
            .number("tokens"), .number("saves"), .number("places"), .number("first line"), .text("what"),
            .text("remedy"),
        ]).text(rows)
    }

    private var characters: String? {
        let shares = self.explanation.shares
        guard !shares.shares.isEmpty else { return nil }
        return TextTable(columns: [
            .number("tokens"), .number("share"), .number("characters"), .number("bytes"),
            .number("tokens per character"), .number("of Latin's"), .text("what"),
        ]).text(
            shares.shares.map { share in
                let tokens = self.subject.scaled(share.tokens)
                return [
                    NumberText.grouped(tokens), self.share(tokens), NumberText.grouped(share.characters),
                    NumberText.grouped(share.bytes), NumberText.ratio(tokens, share.characters, decimals: 2),
                    shares.comparison(share), share.script.title,
                ]
            }
        )
    }

    private func share(_ tokens: Int) -> String { NumberText.share(tokens, of: self.subject.total) }

    private func line(_ offset: Int) -> String { NumberText.grouped(self.subject.lines.line(at: offset) + 1) }
}

extension Explanation.Block {
    /// The lines where it is said first, counted from 1.
    var lineText: String {
        let (first, last) = (self.block.source.lowerBound + 1, self.block.source.upperBound)
        return first == last ? NumberText.grouped(first) : "\(NumberText.grouped(first))–\(NumberText.grouped(last))"
    }
}

extension ScriptShares {
    /// How many times the tokens per character of the text's Latin letters a share takes; empty for what is no script.
    func comparison(_ share: Share) -> String {
        guard share.script.isScript || share.script == .emoji || share.script == .encodedData,
            share.script != .latin, let latin, latin.tokens > 0, share.characters > 0
        else { return "" }
        let part = Int128(share.tokens) * Int128(latin.characters) * 10
        let whole = Int128(latin.tokens) * Int128(share.characters)
        let tenths = (part + whole / 2) / whole
        return "\(tenths / 10).\(tenths % 10)×"
    }
}
