internal import TallyEstimation
internal import TallyReports

/// What a page says above the text: figures, hints and tables.
struct PageTables {
    let report: ExplainReport

    private var explanation: Explanation { self.report.explanation }
    private var subject: ExplainSubject { self.report.subject }

    /// The end of the header, and a section for each table that has something to say.
    var html: String {
        let parts = [
            ("hints", "What would make it smaller", self.hints), ("sections", "Sections", self.sections),
            ("repeats", "Repeats", self.blocks), ("lines", "Lines", self.lines), ("words", "Words", self.words),
            ("white-space", "White space", self.whiteSpace), ("characters", "Characters", self.characters),
        ]
        var html = self.facts + "</header>\n<nav aria-label=\"Parts of this page\">"
        for (id, title, part) in parts where !part.isEmpty { html += "<a href=\"#\(id)\">\(title)</a> " }
        return html + "<a href=\"#text\">Text</a></nav>\n" + parts.map(\.2).joined()
    }

    private var facts: String {
        var facts = [
            ("tokens", NumberText.grouped(self.subject.total)), ("bytes", NumberText.grouped(self.report.bytes)),
            ("characters", NumberText.grouped(self.report.characters)),
            ("lines", NumberText.grouped(self.subject.lines.count)),
        ]
        if self.subject.total > 0 {
            facts.append(
                ("bytes per token", NumberText.ratio(self.report.bytes, self.subject.total, decimals: 2))
            )
        }
        var html = "<dl class=\"facts\">\n"
        for (name, value) in facts { html += "<div><dt>\(name)</dt><dd>\(value)</dd></div>\n" }
        html += "</dl>\n"
        let choice = self.subject.choice
        html += self.note("\(choice.model.map { $0 + ", " } ?? "")\(choice.name), \(choice.accuracy.rawValue).")
        if let cost = self.report.cost { html += self.note(cost.text + ".") }
        if let line = self.explanation.headLine {
            html += self.note(
                "The first \(NumberText.counted(self.explanation.headTokens, "token")), up to the placeholder in line \(NumberText.grouped(line + 1)), are the same in every call: a cache can hold them."
            )
        }
        return html + self.report.reservations.map { self.note($0) }.joined()
    }

    private func note(_ text: String) -> String { "<p class=\"note\">\(HTMLWriter.escaped(text))</p>\n" }

    private var hints: String {
        let hints = self.explanation.hints
        guard !hints.isEmpty else { return "" }
        let items = hints.map { hint in
            "<li><b>\(NumberText.grouped(hint.saves)) fewer</b><span>\(HTMLWriter.escaped(hint.text))</span></li>\n"
        }
        return "<section aria-labelledby=\"hints\">\n<h2 id=\"hints\">What would make it smaller</h2>\n"
            + "<ul class=\"hints\">\n\(items.joined())</ul>\n</section>\n"
    }

    private var sections: String {
        guard self.explanation.sections.count > 1 else { return "" }
        let all = self.explanation.sections
        let most = max(self.report.most, 60)
        let chosen = all.indices.sorted { (all[$1].tokens, $0) < (all[$0].tokens, $1) }.prefix(most).sorted()
        var table = PageTable(
            "sections",
            "Sections",
            columns: [
                .text("Section"), .number("Lines"), .number("Tokens"), .number("With nested"), .share,
            ]
        )
        table.caption = "Every token is in one section, so that the column adds up to the total."
        if chosen.count < all.count {
            table.caption += " The \(NumberText.grouped(chosen.count)) largest of \(NumberText.grouped(all.count))."
        }
        for index in chosen {
            let section = all[index]
            let name = "<a href=\"#s\(index)\">\(HTMLWriter.escaped(section.name))</a>"
            let classes = ["d\(min(section.section.depth, 4))"] + (section.hasName ? [] : ["ex"])
            table.add([
                "<span class=\"\(classes.joined(separator: " "))\">\(name)</span>", section.lineText,
                NumberText.grouped(section.tokens),
                section.tokensWithNested == section.tokens ? "" : NumberText.grouped(section.tokensWithNested),
                self.bar(section.tokens),
            ])
        }
        return table.html
    }

    private var blocks: String {
        var table = PageTable(
            "repeats",
            "Repeated word for word",
            columns: [
                .text("Starts with"), .number("First in lines"), .number("Tokens"), .number("Copies"),
                .number("In copies"), .share,
            ]
        )
        let blocks = self.explanation.blocks
        table.caption = "Lines that say again what earlier lines said; they are marked in the text."
        if blocks.count > self.report.most {
            table.caption +=
                " The \(NumberText.grouped(self.report.most)) largest of \(NumberText.grouped(blocks.count))."
        }
        for block in blocks.prefix(self.report.most) {
            table.add([
                self.excerpt(block.excerpt), block.lineText, NumberText.grouped(block.tokens),
                NumberText.grouped(block.block.copies.count), NumberText.grouped(block.tokensOfCopies),
                self.bar(block.tokensOfCopies),
            ])
        }
        return table.html
    }

    private var lines: String {
        var table = PageTable(
            "lines",
            "Largest lines",
            columns: [
                .text("Starts with"), .number("Line"), .number("Tokens"), .share,
            ]
        )
        table.caption = "The lines with the most tokens."
        for line in self.explanation.largestLines where self.subject.lines.count > 1 {
            table.add([
                self.excerpt(Excerpt.text(self.subject.text.bytes, line.range)), self.line(line.range.lowerBound),
                NumberText.grouped(line.tokens), self.bar(line.tokens),
            ])
        }
        return table.html
    }

    private var words: String {
        var table = PageTable(
            "words",
            "Largest words",
            columns: [
                .text("Starts with"), .text("Kind"), .number("Line"), .number("Times"), .number("Tokens"), .share,
            ]
        )
        table.caption = "Runs without white space that have the most tokens; equal ones are added up."
        for word in self.explanation.pieces.words {
            let tokens = self.subject.scaled(word.tokensInAll)
            table.add([
                self.excerpt(Excerpt.text(self.subject.text.bytes, word.first.range)), word.kind.title,
                self.line(word.first.range.lowerBound), NumberText.grouped(word.occurrences),
                NumberText.grouped(tokens), self.bar(tokens),
            ])
        }
        return table.html
    }

    private var whiteSpace: String {
        var table = PageTable(
            "white-space",
            "White space and rulers",
            columns: [
                .text("What"), .text("Remedy"), .number("First line"), .number("Places"), .number("Tokens"),
                .number("Saves"),
            ]
        )
        let tokens = self.explanation.whiteSpaceTokens
        table.caption =
            "\(NumberText.counted(tokens, "token")) in all \(tokens == 1 ? "is" : "are") nothing but white space. What a remedy saves was counted, not guessed."
        for item in self.explanation.whiteSpace {
            table.add([
                item.kind.title, item.kind.remedy, NumberText.grouped(item.firstLine + 1),
                NumberText.grouped(item.occurrences), NumberText.grouped(item.tokens), NumberText.grouped(item.saves),
            ])
        }
        return table.html
    }

    private var characters: String {
        var table = PageTable(
            "characters",
            "What the characters take",
            columns: [
                .text("What"), .number("Characters"), .number("Bytes"), .number("Tokens"),
                .number("Tokens per character"), .number("Of Latin’s"), .share,
            ]
        )
        let shares = self.explanation.shares
        table.caption = "A token counts where the first character in it belongs that is no white space."
        for share in shares.shares {
            let tokens = self.subject.scaled(share.tokens)
            table.add([
                share.script.title, NumberText.grouped(share.characters), NumberText.grouped(share.bytes),
                NumberText.grouped(tokens), NumberText.ratio(tokens, share.characters, decimals: 2),
                shares.comparison(share), self.bar(tokens),
            ])
        }
        return table.html
    }

    private func excerpt(_ text: String) -> String { "<span class=\"ex\">\(HTMLWriter.escaped(text))</span>" }

    private func line(_ offset: Int) -> String { NumberText.grouped(self.subject.lines.line(at: offset) + 1) }

    /// A part of all tokens as a bar and in figures.
    private func bar(_ tokens: Int) -> String {
        let width = self.subject.total > 0 ? tokens * 1_000 / self.subject.total : 0
        return "<span class=\"bar\"><svg aria-hidden=\"true\" viewBox=\"0 0 1000 8\" preserveAspectRatio=\"none\">"
            + "<rect width=\"\(tokens > 0 ? max(width, 8) : 0)\" height=\"8\"/></svg>"
            + "<span>\(NumberText.share(tokens, of: self.subject.total))</span></span>"
    }
}

extension WordKind {
    /// What a reader calls one of them.
    fileprivate var title: String {
        switch self {
        case .uuid: "UUID"
        case .url: "URL"
        case .dataURL: "data URL"
        case .base64, .hexadecimal, .number, .other: self.rawValue
        }
    }
}
