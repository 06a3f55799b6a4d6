internal import TallyEstimation

/// Writes an explanation as JSON; `explain.schema.json` says what the members mean.
struct ExplainJSON {
    let report: ExplainReport

    /// The shape's number: it changes when a member changes its meaning or goes away, not when one is added.
    static let schemaVersion = 1

    private var explanation: Explanation { self.report.explanation }
    private var subject: ExplainSubject { self.report.subject }

    /// The whole answer.
    var object: JSONObject {
        var object: JSONObject = [
            "schema_version": .integer(Self.schemaVersion), "path": .string(self.report.path.text),
        ]
        object.append("model", self.subject.choice.model)
        object.append(self.subject.choice.members)
        object.append("stand_in", self.subject.standIn)
        object.append("tokens", .integer(self.subject.total))
        object.append("bytes", .integer(self.report.bytes))
        object.append("characters", .integer(self.report.characters))
        object.append("lines", .integer(self.subject.lines.count))
        object.append("bytes_per_token", self.ratio(self.report.bytes, self.subject.total))
        object.append("normalized", .bool(self.subject.text.isNormalized))
        object.append("invalid_utf8_at", self.report.invalidOffset.map { .integer($0) })
        object.append("cost_usd", self.report.cost.map { .object($0.members) })
        var head: JSONObject = ["tokens": .integer(self.explanation.headTokens)]
        head.append("placeholder_line", self.explanation.headLine.map { .integer($0 + 1) })
        object.append("head", .object(head))
        object.append("hints", .array(self.explanation.hints.map { .object($0.members) }))
        object.append("sections", .array(self.explanation.sections.map { .object(self.members($0)) }))
        object.append("largest_lines", .array(self.lines))
        object.append("largest_words", .array(self.explanation.pieces.words.map { .object(self.members($0)) }))
        object.append("repeats", .object(self.repeats))
        object.append("white_space", .object(self.whiteSpace))
        object.append("scripts", .array(self.explanation.shares.shares.map { .object(self.members($0)) }))
        return object
    }

    private func members(_ section: Explanation.Section) -> JSONObject {
        var members: JSONObject = ["kind": .string(section.section.kind.rawValue), "title": .string(section.name)]
        members.append("depth", .integer(section.section.depth))
        members.append("first_line", .integer(section.section.firstLine + 1))
        members.append("last_line", .integer(section.section.lastLine + 1))
        members.append("bytes", .integer(section.bytes))
        members.append("tokens", .integer(section.tokens))
        members.append("tokens_with_nested", .integer(section.tokensWithNested))
        members.append("approximate", .bool(!self.subject.isExact))
        return members
    }

    private var lines: [JSONValue] {
        self.explanation.largestLines.map { line in
            .object([
                "line": .integer(self.line(line.range.lowerBound)), "tokens": .integer(line.tokens),
                "bytes": .integer(line.range.count),
                "excerpt": .string(Excerpt.text(self.subject.text.bytes, line.range)),
            ])
        }
    }

    private func members(_ word: LargeWord) -> JSONObject {
        [
            "kind": .string(word.kind.rawValue), "line": .integer(self.line(word.first.range.lowerBound)),
            "tokens": .integer(self.subject.scaled(word.first.tokens)), "bytes": .integer(word.first.range.count),
            "occurrences": .integer(word.occurrences),
            "tokens_in_all": .integer(self.subject.scaled(word.tokensInAll)),
            "excerpt": .string(Excerpt.text(self.subject.text.bytes, word.first.range)),
        ]
    }

    private var repeats: JSONObject {
        let blocks = self.explanation.blocks.prefix(self.report.most).map { block in
            JSONValue.object([
                "first_line": .integer(block.block.source.lowerBound + 1),
                "last_line": .integer(block.block.source.upperBound),
                "tokens": .integer(block.tokens), "copies": .integer(block.block.copies.count),
                "tokens_of_copies": .integer(block.tokensOfCopies),
                "copy_lines": .array(block.block.copies.prefix(self.report.most).map { .integer($0 + 1) }),
                "excerpt": .string(block.excerpt),
            ])
        }
        return [
            "tokens": .integer(self.explanation.repeatedTokens),
            "blocks_found": .integer(self.explanation.blocks.count), "blocks": .array(Array(blocks)),
        ]
    }

    private var whiteSpace: JSONObject {
        let items = self.explanation.whiteSpace.map { item in
            JSONValue.object([
                "kind": .string(item.kind.rawValue), "occurrences": .integer(item.occurrences),
                "first_line": .integer(item.firstLine + 1), "tokens": .integer(item.tokens),
                "saves": .integer(item.saves), "remedy": .string(item.kind.remedy),
            ])
        }
        return ["tokens": .integer(self.explanation.whiteSpaceTokens), "items": .array(items)]
    }

    private func members(_ share: ScriptShares.Share) -> JSONObject {
        let tokens = self.subject.scaled(share.tokens)
        return [
            "name": .string(share.script.rawValue), "bytes": .integer(share.bytes),
            "characters": .integer(share.characters), "tokens": .integer(tokens),
            "tokens_per_character": self.ratio(tokens, share.characters),
        ]
    }

    private func line(_ offset: Int) -> Int { self.subject.lines.line(at: offset) + 1 }

    /// A ratio to three decimals; null if there is nothing to divide by.
    private func ratio(_ part: Int, _ whole: Int) -> JSONValue {
        guard whole > 0 else { return .null }
        let thousandths = (Int128(part) * 1_000 + Int128(whole / 2)) / Int128(whole)
        let digits = String(thousandths % 1_000)
        return .decimal("\(thousandths / 1_000).\(String(repeating: "0", count: 3 - digits.count))\(digits)")
    }
}

extension ExplainHint {
    fileprivate var members: JSONObject {
        ["kind": .string(self.kind), "saves": .integer(self.saves), "text": .string(self.text)]
    }
}
