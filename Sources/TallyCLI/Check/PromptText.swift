internal import TallyConfiguration
internal import TallyEstimation

/// What of a prompt's file is sent to a model.
struct PromptText {
    let kind: CheckedPrompt.Kind
    /// The file without what is not sent; of a request the text that was read.
    let bytes: [UInt8]
    /// The request, if the file is one.
    let request: RequestBody?
    /// The tokens of the placeholders that have a size.
    let placeholderTokens: Int
    let notes: [String]

    /// Reads a file.
    ///
    /// - Parameters:
    ///   - file: All bytes of it.
    ///   - path: Its path from the top, which says what kind of file it is.
    ///   - settings: The sizes of placeholders, and whether a front matter counts.
    /// - Complexity: O(*n*).
    init(_ file: [UInt8], at path: FilePath, _ settings: PromptSettings) {
        let name = PromptName(path)
        var notes: [String] = []
        var text = file
        if !(settings.countsFrontMatter ?? name.sendsFrontMatter), let end = Self.endOfFrontMatter(text) {
            notes.append("the front matter is not sent and not counted")
            text.removeFirst(end)
        }
        let placeholders = PromptPlaceholders(text)
        var tokens = 0
        var unsized: [String] = []
        var kept: [UInt8] = []
        var position = 0
        for placeholder in placeholders.found {
            guard let size = settings.placeholders[placeholder.name] else {
                if !unsized.contains(placeholder.name), unsized.count < 100 { unsized.append(placeholder.name) }
                continue
            }
            tokens += size
            kept += text[position..<placeholder.range.lowerBound]
            position = placeholder.range.upperBound
        }
        if position > 0 {
            notes.append("placeholders count as tally.yml says: \(NumberText.counted(tokens, "token"))")
            text = kept + text[position...]
        }
        if !name.isInstructions {
            if !unsized.isEmpty {
                let names = unsized.prefix(5).joined(separator: ", ") + (unsized.count > 5 ? ", …" : "")
                notes.append("placeholders without a size count as they are written: \(names)")
            }
            if placeholders.statements > 0 {
                notes.append("the template's statements count as they are written")
            }
        }
        var kind = CheckedPrompt.Kind.text
        var request: RequestBody?
        if let format = name.dataFormat {
            do throws(PromptRequest.Unreadable) {
                if let found = try PromptRequest.read(text, format) {
                    (kind, request) = (found.kind, found.body)
                    notes += found.body.request.uncounted.map { "not counted: \($0)" }
                }
            } catch {
                notes.append("counted as text: \(error.reason)")
            }
        }
        self.kind = kind
        self.request = request
        self.bytes = text
        self.placeholderTokens = tokens
        self.notes = notes
    }

    /// The number of bytes of a front matter, with its marks; nil if there is none.
    private static func endOfFrontMatter(_ text: [UInt8]) -> Int? {
        let start = text.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
        var line = start
        var isFirst = true
        while line < text.count {
            let end = text[line...].firstIndex(of: 0x0A) ?? text.count
            var content = text[line..<end]
            while let byte = content.last, byte == 0x0D || byte == 0x20 { content.removeLast() }
            let isMark = content.elementsEqual("---".utf8)
            if isFirst {
                guard isMark else { return nil }
                isFirst = false
            } else if isMark {
                return min(end + 1, text.count)
            }
            line = end + 1
        }
        return nil
    }
}
