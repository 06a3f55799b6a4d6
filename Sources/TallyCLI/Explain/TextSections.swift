/// The sections of a text: each line is in exactly one, the innermost.
///
/// Headings end at the next one of their level or above, tags where they are closed; a tag that nothing closes is text. A
/// heading inside a tag ends with it at the latest. Marks inside blocks of code are text, and so is the syntax of templates.
struct TextSections {
    private(set) var sections: [TextSection] = []
    /// All lines in order.
    private(set) var parts: [SectionPart] = []

    /// More sections than that are no help to a reader; what follows is one.
    static let most = 2_000

    /// What is open: sections and, for headings, their level.
    private struct Frame {
        let section: Int
        /// 0 for a role, nil for a tag.
        let level: Int?
        let closingLine: Int
    }

    private var stack: [Frame] = []

    /// Finds the sections.
    ///
    /// - Complexity: O(*n*).
    init(_ bytes: [UInt8], _ lines: TextLines) {
        let scan = SectionScan(bytes, lines)
        if scan.hasSections {
            self.readMarks(bytes, lines, scan)
        } else {
            self.readParagraphs(bytes, lines)
        }
        self.closeParents()
    }

    private mutating func readMarks(_ bytes: [UInt8], _ lines: TextLines, _ scan: SectionScan) {
        var line = 0
        if scan.frontMatterEnd > 0 {
            self.open(.frontMatter, "", at: 0)
            self.extend(0, 0..<scan.frontMatterEnd)
            line = scan.frontMatterEnd
        }
        // What blank lines behind a closed section are a part of.
        var closed: Int? = self.sections.isEmpty ? nil : 0
        while line < lines.count {
            if self.sections.count >= Self.most - 1 {
                self.stack = []
                self.open(.rest, "", at: line)
                self.extend(self.sections.count - 1, line..<lines.count)
                return
            }
            let mark = scan.mark(line)
            switch mark {
            case .heading(let level, let title):
                while let level = self.stack.last?.level, level >= mark.level { self.stack.removeLast() }
                self.push(.heading, bytes, title, line, level: level)
            case .role(let name):
                self.stack = []
                self.push(.role, bytes, name, line, level: 0)
            case .opening(let name):
                self.push(.tag, bytes, name, line, level: nil, closingLine: scan.closingLine(of: line))
            case .closing, .blank, .fence, .text: break
            }
            let isBlank = mark == .blank
            if let top = self.stack.last, !(isBlank && closed != nil) {
                self.extend(top.section, line..<line + 1)
                closed = nil
            } else if let closed, isBlank {
                self.extend(closed, line..<line + 1)
            } else {
                if self.stack.isEmpty, closed != nil || self.parts.isEmpty { self.open(.text, "", at: line) }
                closed = nil
                self.extend(self.sections.count - 1, line..<line + 1)
            }
            if case .closing = mark, let frame = self.stack.lastIndex(where: { $0.closingLine >= 0 }),
                self.stack[frame].closingLine == line
            {
                closed = self.stack[frame].section
                self.stack.removeSubrange(frame...)
            }
            line += 1
        }
    }

    private mutating func readParagraphs(_ bytes: [UInt8], _ lines: TextLines) {
        var wasBlank = true
        for line in 0..<lines.count {
            let isBlank = bytes.trimmed(lines.content(line, of: bytes)).isEmpty
            if wasBlank, !isBlank, line > 0 || self.sections.isEmpty {
                let isLast = self.sections.count >= Self.most - 1
                self.open(isLast ? .rest : .paragraph, "", at: line)
                if isLast { return self.extend(self.sections.count - 1, line..<lines.count) }
            } else if self.sections.isEmpty {
                self.open(.paragraph, "", at: line)
            }
            self.extend(self.sections.count - 1, line..<line + 1)
            wasBlank = isBlank && self.sections.count > 0
        }
    }

    private mutating func push(
        _ kind: TextSection.Kind,
        _ bytes: [UInt8],
        _ name: Range<Int>,
        _ line: Int,
        level: Int?,
        closingLine: Int = -1
    ) {
        self.open(kind, Excerpt.text(bytes, name), at: line)
        self.stack.append(Frame(section: self.sections.count - 1, level: level, closingLine: closingLine))
    }

    private mutating func open(_ kind: TextSection.Kind, _ title: String, at line: Int) {
        let parent = self.stack.last?.section
        let depth = parent.map { self.sections[$0].depth + 1 } ?? 0
        self.sections.append(
            TextSection(kind: kind, title: title, depth: depth, parent: parent, firstLine: line, lastLine: line)
        )
    }

    private mutating func extend(_ section: Int, _ lines: Range<Int>) {
        self.sections[section].lastLine = max(self.sections[section].lastLine, lines.upperBound - 1)
        if let last = self.parts.indices.last, self.parts[last].section == section {
            self.parts[last].lines = self.parts[last].lines.lowerBound..<lines.upperBound
        } else {
            self.parts.append(SectionPart(section: section, lines: lines))
        }
    }

    /// A section reaches at least as far as those inside it, which come behind it.
    private mutating func closeParents() {
        for index in self.sections.indices.reversed() {
            guard let parent = self.sections[index].parent else { continue }
            self.sections[parent].lastLine = max(self.sections[parent].lastLine, self.sections[index].lastLine)
        }
    }
}

extension SectionMark {
    /// A heading's level; more than all for anything else.
    fileprivate var level: Int {
        if case .heading(let level, _) = self { level } else { .max }
    }
}
