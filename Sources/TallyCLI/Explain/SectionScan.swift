/// The marks of a text's sections, with each tag's other end.
struct SectionScan {
    /// A mark and the line that it is on.
    private struct Place {
        let line: Int
        let mark: SectionMark
        /// For a tag that opens a section, the line of the one that closes it.
        var closingLine = -1
        var isSection = true
    }

    /// In the order of their lines, at most one each.
    private var places: [Place] = []
    private let bytes: [UInt8]
    private let lines: TextLines
    /// The number of lines of YAML at the start, with those of hyphens; 0 if there is none.
    let frontMatterEnd: Int

    /// Whether anything is marked at all.
    var hasSections: Bool { self.frontMatterEnd > 0 || !self.places.isEmpty }

    /// - Complexity: O(*n*): each tag is opened once and closed once.
    init(_ bytes: [UInt8], _ lines: TextLines) {
        self.bytes = bytes
        self.lines = lines
        self.frontMatterEnd = Self.frontMatterEnd(bytes, lines)
        self.readMarks()
        self.pairTags()
        self.places.removeAll { !$0.isSection }
    }

    /// What the line says: of tags only those that have their other end.
    ///
    /// - Complexity: O(log *k*) for *k* marks, besides the line itself.
    func mark(_ line: Int) -> SectionMark {
        if let place = self.place(line) { return place.mark }
        return self.bytes.trimmed(self.lines.range(line)).isEmpty ? .blank : .text
    }

    /// Where the tag that is opened on this line is closed.
    func closingLine(of line: Int) -> Int {
        self.place(line)?.closingLine ?? -1
    }

    private func place(_ line: Int) -> Place? {
        var (low, high) = (0, self.places.count)
        while low < high {
            let middle = (low + high) / 2
            if self.places[middle].line < line { low = middle + 1 } else { high = middle }
        }
        return low < self.places.count && self.places[low].line == line ? self.places[low] : nil
    }

    private mutating func readMarks() {
        var fence: (character: UInt8, length: Int)?
        for line in self.frontMatterEnd..<max(self.frontMatterEnd, self.lines.count) {
            let mark = SectionMark(self.bytes, self.lines.content(line, of: self.bytes))
            if case .fence(let character, let length, let isBare) = mark {
                if let open = fence {
                    if isBare, open.character == character, length >= open.length { fence = nil }
                } else {
                    fence = (character, length)
                }
            } else if fence == nil, mark != .blank, mark != .text {
                self.places.append(Place(line: line, mark: mark))
            }
        }
    }

    /// Gives each tag its other end: the nearest of its name before it that is still open.
    ///
    /// Those opened between the two are closed by nothing.
    private mutating func pairTags() {
        var open: [Int] = []
        var openByName: [ArraySlice<UInt8>: [Int]] = [:]
        for index in self.places.indices {
            switch self.places[index].mark {
            case .opening(let name):
                self.places[index].isSection = false
                open.append(index)
                openByName[self.bytes[name], default: []].append(index)
            case .closing(let name):
                self.places[index].isSection = false
                guard let partner = openByName[self.bytes[name]]?.last else { continue }
                while let last = open.popLast() {
                    if case .opening(let name) = self.places[last].mark {
                        openByName[self.bytes[name]]?.removeLast()
                    }
                    if last == partner { break }
                }
                self.places[partner].isSection = true
                self.places[partner].closingLine = self.places[index].line
                self.places[index].isSection = true
            default: break
            }
        }
    }

    private static func frontMatterEnd(_ bytes: [UInt8], _ lines: TextLines) -> Int {
        let hyphens = Array("---".utf8)
        func isRule(_ line: Int) -> Bool {
            var content = lines.content(line, of: bytes)
            if line == 0, bytes.starts(with: [0xEF, 0xBB, 0xBF]) { content = content.dropFirst(3) }
            return content.count >= 3 && bytes[content].starts(with: hyphens)
                && bytes[bytes.trimmed(content)].elementsEqual(hyphens)
        }
        guard lines.count > 1, isRule(0) else { return 0 }
        return (1..<lines.count).first { isRule($0) }.map { $0 + 1 } ?? 0
    }
}
