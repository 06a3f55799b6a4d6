/// White space and ornament that a model hardly needs.
enum WhiteSpaceKind: String, CaseIterable {
    case trailingBlanks = "trailing_blanks"
    case blankLines = "blank_lines"
    case indentation
    case rulers
    case carriageReturns = "carriage_returns"
    case byteOrderMark = "byte_order_mark"
    case invisibleCharacters = "invisible_characters"
    case unusualBlanks = "unusual_blanks"

    /// What it is, for a person.
    var title: String {
        switch self {
        case .trailingBlanks: "Blanks at the ends of lines"
        case .blankLines: "More than one blank line in a row"
        case .indentation: "Indentation"
        case .rulers: "Rulers of more than three characters"
        case .carriageReturns: "Carriage returns before newlines"
        case .byteOrderMark: "A byte order mark"
        case .invisibleCharacters: "Invisible characters"
        case .unusualBlanks: "Blanks that are no plain blank"
        }
    }

    /// What to do about it.
    var remedy: String {
        switch self {
        case .trailingBlanks: "remove them"
        case .blankLines: "keep one"
        case .indentation: "one tab in place of each step of blanks"
        case .rulers: "three characters are enough, also in each column of a table"
        case .carriageReturns: "save the file with newlines alone (LF)"
        case .byteOrderMark: "save the file without it"
        case .invisibleCharacters: "remove what has no width"
        case .unusualBlanks: "write plain blanks"
        }
    }
}
