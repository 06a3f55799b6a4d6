/// Looks through a YAML text before it is parsed: what is found here would cost too much later, or mean what nobody wrote.
///
/// Anchors, aliases and tags are refused: a few aliases of aliases stand for more values than there is memory, and `- *`
/// is meant as a pattern. So are texts that are very large or deep, which parsers read by recursion.
struct YAMLGuard {
    static let maximumBytes = 1 << 20
    static let maximumDepth = 32
    static let maximumIndent = 128

    struct Finding {
        let line: Int
        let column: Int
        let message: String
    }

    private(set) var findings: [Finding] = []
    private var flowDepth = 0
    private var quote: UInt8?
    /// The column of the key or the dash whose `|` or `>` begins a text of several lines; these are further in.
    private var block: Int?

    /// Looks through a text.
    ///
    /// - Complexity: O(*n*) in the number of bytes.
    init(_ text: String) {
        var number = 0
        for line in text.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
            number += 1
            self.look(at: Array(line), number)
            guard self.findings.count < 20 else { return }
        }
    }

    private mutating func look(at line: [UInt8], _ number: Int) {
        let indent = line.prefix { $0 == UInt8(ascii: " ") }.count
        if let block = self.block {
            if indent > block || line.allSatisfy({ $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\r") }) { return }
            self.block = nil
        }
        if indent > Self.maximumIndent {
            self.find(number, indent, "a line is indented by \(indent); expected at most \(Self.maximumIndent)")
            return
        }
        var position = indent
        var parent = indent
        var isFirst = true
        var isStart = true
        var dashes = 0
        while position < line.count {
            let byte = line[position]
            let next = position + 1 < line.count ? line[position + 1] : UInt8(ascii: " ")
            let isLast = next == UInt8(ascii: " ") || next == UInt8(ascii: "\t") || next == UInt8(ascii: "\r")
            if let quote = self.quote {
                if quote == UInt8(ascii: "\""), byte == UInt8(ascii: "\\") {
                    position += 1
                } else if byte == quote {
                    if quote == UInt8(ascii: "'"), next == quote { position += 1 } else { self.quote = nil }
                }
                isStart = false
                position += 1
                continue
            }
            let isDash = isStart && isLast && (byte == UInt8(ascii: "-") || byte == UInt8(ascii: "?"))
            if isFirst, byte > UInt8(ascii: " "), !isDash, byte != UInt8(ascii: "|"), byte != UInt8(ascii: ">") {
                parent = position
                isFirst = false
            }
            switch byte {
            case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\r"): break
            case UInt8(ascii: "#") where position == 0 || line[position - 1] == UInt8(ascii: " "): return
            case UInt8(ascii: "\""), UInt8(ascii: "'"):
                if isStart { self.quote = byte }
                isStart = false
            case UInt8(ascii: "&") where isStart && !isLast:
                self.find(number, position, "anchors (&) are not supported; write the value again, or put it in quotes")
                return
            case UInt8(ascii: "*") where isStart:
                self.find(number, position, "a text that begins with * has to be in quotes (aliases are not supported)")
                return
            case UInt8(ascii: "!") where isStart:
                self.find(number, position, "YAML tags (!) are not supported; put a text that begins with ! in quotes")
                return
            case UInt8(ascii: "|") where isStart && self.flowDepth == 0,
                UInt8(ascii: ">") where isStart && self.flowDepth == 0:
                self.block = parent
                return
            case UInt8(ascii: "["), UInt8(ascii: "{"):
                if isStart || self.flowDepth > 0 {
                    self.flowDepth += 1
                    isStart = true
                    if self.flowDepth > Self.maximumDepth {
                        self.find(number, position, "values are nested more than \(Self.maximumDepth) deep")
                        return
                    }
                }
            case UInt8(ascii: "]"), UInt8(ascii: "}"): self.flowDepth = max(0, self.flowDepth - 1)
            case UInt8(ascii: ",") where self.flowDepth > 0: isStart = true
            case UInt8(ascii: ":") where isLast || self.flowDepth > 0: isStart = true
            case _ where isDash:
                dashes += 1
                parent = position
                if dashes > Self.maximumDepth {
                    self.find(number, position, "values are nested more than \(Self.maximumDepth) deep")
                    return
                }
            default: isStart = false
            }
            position += 1
        }
    }

    private mutating func find(_ line: Int, _ offset: Int, _ message: String) {
        self.findings.append(Finding(line: line, column: offset + 1, message: message))
    }
}
