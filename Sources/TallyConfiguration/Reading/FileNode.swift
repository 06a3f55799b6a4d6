/// A value of a file with its place: texts, lists and mappings, and nothing that a reader has guessed.
struct FileNode {
    enum Kind {
        /// A text as it is written; `isQuoted` if quotes say that it is one.
        case scalar(String, isQuoted: Bool)
        case list([FileNode])
        case mapping([(key: FileNode, value: FileNode)])
    }

    let kind: Kind
    let line: Int
    let column: Int

    /// What it is, for a message: never more than a short text.
    var shown: String {
        switch self.kind {
        case .scalar(let text, false) where Self.isNull(text): "nothing"
        case .scalar(let text, _): "'\(Self.short(text))'"
        case .list: "a list"
        case .mapping: "a mapping"
        }
    }

    static func short(_ text: String) -> String {
        var shown = ""
        for scalar in text.unicodeScalars.prefix(40) where scalar.value >= 0x20 && scalar.value != 0x7F {
            shown.unicodeScalars.append(scalar)
        }
        return text.unicodeScalars.count > 40 ? shown + "…" : shown
    }

    /// Whether YAML readers take a text without quotes for no value.
    static func isNull(_ text: String) -> Bool {
        ["", "~", "null", "Null", "NULL"].contains(text)
    }
}
