/// Text of others in GitHub's Markdown.
enum Markdown {
    /// The text, as it is: nothing in it is markup, a cell's end or a mention.
    static func escaped(_ text: String) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&", "<", ">", "|", "`", "*", "_", "[", "]", "\\", "~", "#", "\n", "\r", "{", "}", "^":
                result += "&#\(scalar.value);"
            // A mention is made of what is shown, so a reference does not hide it; a space without width does.
            case "@": result += "@&#8203;"
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }

    /// The text as code: in backticks where it is plain, else in an element, in which every character can be written.
    static func code(_ text: String) -> String {
        let isPlain = !text.isEmpty && text.unicodeScalars.allSatisfy(Self.isPlain)
        return isPlain ? "`\(text)`" : "<code>\(Self.references(text))</code>"
    }

    private static func isPlain(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "a"..."z", "A"..."Z", "0"..."9", "/", ".", "_", "-": true
        default: false
        }
    }

    /// Every ASCII character that is not plain as a reference.
    private static func references(_ text: String) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            if scalar.isASCII, !Self.isPlain(scalar) || scalar == "_", scalar != " " {
                result += "&#\(scalar.value);"
            } else {
                result.unicodeScalars.append(scalar)
            }
        }
        return result
    }
}

/// Markdown that stays below a size: whole lines are left out, and their number is said.
struct BoundedMarkdown {
    private(set) var text = ""
    private var room: Int

    init(maximumBytes: Int) {
        self.room = maximumBytes
    }

    /// Appends a piece of the frame.
    mutating func append(_ piece: String) {
        self.text += piece
        self.room -= piece.utf8.count
    }

    /// Keeps room for what comes later.
    mutating func reserve(_ bytes: Int) { self.room -= bytes }

    /// Gives the room back.
    mutating func release(_ bytes: Int) { self.room += bytes }

    /// Appends a line for each element while there is room, then how many are left out.
    mutating func appendLines<Element>(
        _ elements: [Element],
        rest: (Int) -> String,
        line: (Element) -> String
    ) {
        for (index, element) in elements.enumerated() {
            let next = line(element)
            guard next.utf8.count <= self.room else { return self.append(rest(elements.count - index)) }
            self.append(next)
        }
    }
}
