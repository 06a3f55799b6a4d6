internal import TallyEstimation

/// All that is said about a prompt, before it is put into a format.
struct ExplainReport {
    let path: FilePath
    let explanation: Explanation
    let cost: ExplainCost?
    /// The bytes that were read, and where they first are not UTF-8.
    let bytes: Int
    let invalidOffset: Int?
    let characters: Int
    /// How many of each list are shown.
    let most: Int

    /// - Complexity: O(*n*).
    init(
        _ path: FilePath,
        _ explanation: Explanation,
        cost: ExplainCost?,
        bytes: Int,
        invalidOffset: Int?,
        most: Int
    ) {
        self.path = path
        self.explanation = explanation
        self.cost = cost
        self.bytes = bytes
        self.invalidOffset = invalidOffset
        var characters = 0
        for byte in explanation.subject.text.bytes where byte & 0xC0 != 0x80 { characters += 1 }
        self.characters = characters
        self.most = most
    }

    var subject: ExplainSubject { self.explanation.subject }

    /// What a person should know about how far the numbers hold; empty if all is exact.
    var reservations: [String] {
        var lines: [String] = []
        let choice = self.subject.choice
        if let reason = choice.reason { lines.append("The total is \(choice.accuracy.rawValue): \(reason).") }
        if let name = self.subject.standIn {
            lines.append(
                "Where tokens are is not published: parts are counted on their own and add up to the total, and \(name) stands in for what needs single tokens. All but the total is approximate."
            )
        }
        if self.subject.text.isNormalized {
            lines.append("The encoding normalizes a text before it counts; it is explained as it is counted.")
        }
        if let invalidOffset {
            lines.append(
                "The text is not UTF-8 at byte \(NumberText.grouped(invalidOffset)): counted with U+FFFD in place of what is not."
            )
        }
        return lines
    }

    /// The sections with the most tokens of their own, in the order of the text, and how many are left out.
    var shownSections: (sections: [Explanation.Section], leftOut: Int, tokensLeftOut: Int) {
        let all = self.explanation.sections
        let chosen = all.indices.sorted { (all[$1].tokens, $0) < (all[$0].tokens, $1) }.prefix(self.most).sorted()
        let tokens = chosen.reduce(0) { $0 + all[$1].tokens }
        return (chosen.map { all[$0] }, all.count - chosen.count, self.subject.total - tokens)
    }
}

extension Explanation.Section {
    /// What the section is called.
    var name: String {
        switch self.section.kind {
        case .heading: self.section.title.isEmpty ? "(heading without text)" : self.section.title
        case .tag: "<\(self.section.title)>"
        case .role: "\(self.section.title):"
        case .frontMatter: "front matter"
        case .rest: "(all that follows)"
        case .text, .paragraph: self.excerpt.isEmpty ? "(blank)" : self.excerpt
        }
    }

    /// The lines from the first to the last, counted from 1.
    var lineText: String {
        let (first, last) = (self.section.firstLine + 1, self.section.lastLine + 1)
        return first == last ? NumberText.grouped(first) : "\(NumberText.grouped(first))–\(NumberText.grouped(last))"
    }
}

extension NumberText {
    /// A ratio with so many decimals, rounded half up: `4.32`; `-` if there is nothing to divide by.
    static func ratio(_ part: Int, _ whole: Int, decimals: Int) -> String {
        guard whole > 0 else { return "-" }
        let scale = (0..<decimals).reduce(Int128(1)) { value, _ in value * 10 }
        let value = (Int128(part) * scale + Int128(whole / 2)) / Int128(whole)
        let fraction = String(value % scale)
        let zeros = String(repeating: "0", count: max(0, decimals - fraction.count))
        return Self.grouped(digits: String(value / scale)) + (decimals > 0 ? "." + zeros + fraction : "")
    }
}
