internal import TallyEstimation
internal import TallyReports

/// Writes the text of a prompt, a cell for each token.
///
/// What the reader sees besides the text (arrows, dots, ids) comes from styles and attributes, so that copying gives the
/// text back; only what can't be seen or would reorder the page is left out in favour of its name.
struct PageTokens {
    private let subject: ExplainSubject
    /// The copies of blocks, in the order of the text.
    private let copies: [(range: Range<Int>, label: String)]
    /// The next token to be written.
    private(set) var next = 0
    private var nextCopy = 0
    /// Where the run of blanks ends that was looked at last, and whether a line ends there.
    private var blanks = (end: 0, endsLine: false)

    init(_ explanation: Explanation) {
        self.subject = explanation.subject
        let lines = explanation.subject.lines
        self.copies = explanation.blocks.flatMap { block in
            let label =
                (block.block.source.count == 1 ? "repeats line " : "repeats lines ") + block.lineText
            return block.block.copies.map { (lines.range($0..<$0 + block.block.source.count), label) }
        }
        .sorted { $0.0.lowerBound < $1.0.lowerBound }
    }

    /// Writes the tokens before `end` that have not been written.
    ///
    /// Tokens that end within a character share a cell, which may be with some behind `end`.
    ///
    /// - Complexity: O(*n*) in the bytes of the tokens.
    mutating func write(upTo end: Int, to html: inout HTMLWriter) {
        let text = self.subject.text
        var isInCopy = false
        while self.next < end {
            let start = Int(text.starts[self.next])
            while self.nextCopy < self.copies.count, start >= self.copies[self.nextCopy].range.upperBound {
                if isInCopy { html.markup("</span>") }
                isInCopy = false
                self.nextCopy += 1
            }
            if !isInCopy, self.nextCopy < self.copies.count, start >= self.copies[self.nextCopy].range.lowerBound {
                html.markup("<span class=r data-l=\"\(self.copies[self.nextCopy].label)\">")
                isInCopy = true
            }
            let first = self.next
            self.next += 1
            while self.next < text.tokens.count,
                text.bytes[Int(text.starts[self.next])...].first?.isContinuation == true
            {
                self.next += 1
            }
            self.writeCell(first..<self.next, &html)
        }
        if isInCopy { html.markup("</span>") }
    }

    private mutating func writeCell(_ tokens: Range<Int>, _ html: inout HTMLWriter) {
        let text = self.subject.text
        let range = Int(text.starts[tokens.lowerBound])..<text.end(of: tokens.upperBound - 1)
        html.markup(tokens.count > 1 ? "<i class=m title=\"" : "<i title=\"")
        if tokens.count > 1 { html.markup("\(tokens.count) tokens share a character: ") }
        for token in tokens {
            if token > tokens.lowerBound { html.markup(" + ") }
            let length = text.end(of: token) - Int(text.starts[token])
            html.markup("\(text.tokens[token].rawValue)")
            if tokens.count == 1 { html.markup(length == 1 ? " · 1 byte" : " · \(length) bytes") }
        }
        // Of words in ASCII the characters say what the bytes are.
        if range.count <= 24, text.bytes[range].contains(where: { !(0x21...0x7E).contains($0) && $0 != 0x20 }) {
            html.markup(":")
            for byte in text.bytes[range] {
                html.markup((byte < 16 ? " 0" : " ") + String(byte, radix: 16, uppercase: true))
            }
        }
        html.markup("\">")
        var position = range.lowerBound
        while position < range.upperBound {
            let (length, scalar) = text.bytes.scalar(at: position)
            self.write(scalar, at: position, &html)
            position += length
        }
        html.markup("</i>")
    }

    private mutating func write(_ scalar: Unicode.Scalar, at position: Int, _ html: inout HTMLWriter) {
        switch scalar {
        case "\n": html.markup("<b class=n>\n</b>")
        case "\t": html.markup("<b class=t>\t</b>")
        case " ": html.markup(self.endsLine(position) ? "<b class=s> </b>" : " ")
        case "\u{200D}" where self.joinsEmoji(position): html.markup("\u{200D}")
        default:
            guard let name = VisibleCharacter.name(scalar) else { return html.text(scalar) }
            let digits = String(scalar.value, radix: 16, uppercase: true)
            html.markup("<b class=x data-u=\(digits)>\(name)</b>")
        }
    }

    /// Whether there are only blanks from here to the end of the line.
    private mutating func endsLine(_ position: Int) -> Bool {
        let bytes = self.subject.text.bytes
        if position >= self.blanks.end {
            var end = position
            while end < bytes.count, bytes[end].isBlank { end += 1 }
            self.blanks = (end, end == bytes.count || bytes[end] == 0x0A || bytes[end] == 0x0D)
        }
        return self.blanks.endsLine
    }

    /// Whether what stands around a joiner of zero width is a picture, of which it is a part.
    private func joinsEmoji(_ position: Int) -> Bool {
        let bytes = self.subject.text.bytes
        guard position >= 3, position + 3 < bytes.count else { return false }
        var before = position - 1
        while before > 0, bytes[before].isContinuation { before -= 1 }
        let neighbours = [bytes.scalar(at: before).scalar, bytes.scalar(at: position + 3).scalar]
        return neighbours.allSatisfy { ScriptClass($0) == .emoji }
    }
}

extension UInt8 {
    /// Whether this is inside a character of UTF-8.
    var isContinuation: Bool { self & 0xC0 == 0x80 }
}
