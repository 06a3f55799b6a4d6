/// A line that GitHub Actions takes out of a step's log and shows as an annotation.
///
/// Fact: `::error file=…,line=…,title=…::message`, escaped as the runner undoes it
/// (github.com/actions/toolkit, packages/core/src/command.ts).
struct WorkflowCommand {
    /// How serious it is.
    enum Kind: String {
        case error
        case warning
        case notice
    }

    let kind: Kind
    /// From the top of the repository.
    let path: FilePath?
    let title: String
    let message: String

    init(_ kind: Kind, path: FilePath? = nil, title: String, message: String) {
        self.kind = kind
        self.path = path
        self.title = title
        self.message = message
    }

    /// The line without its end.
    var text: String {
        var properties: [String] = []
        // A name that no log can show stands in the message, made readable.
        if let path, path.isUTF8, path.text == path.plainText {
            properties += ["file=\(Self.escaped(path.text, isProperty: true))", "line=1"]
        }
        properties.append("title=\(Self.escaped(self.title, isProperty: true))")
        return "::\(self.kind.rawValue) \(properties.joined(separator: ","))::\(Self.escaped(self.message))"
    }

    /// How many annotations of a kind GitHub shows for a step.
    private static let shown = 10

    /// The lines of commands of one kind; where GitHub will not show all, the last that it shows says so.
    static func lines(_ commands: [WorkflowCommand]) -> String {
        var commands = commands
        if commands.count > Self.shown {
            let rest = commands.count - Self.shown + 1
            commands.insert(
                WorkflowCommand(
                    commands[0].kind,
                    title: "tally check",
                    message: "\(NumberText.grouped(rest)) more, in the log and in the summary of the job"
                ),
                at: Self.shown - 1
            )
        }
        return commands.map { $0.text + "\n" }.joined()
    }

    private static func escaped(_ text: String, isProperty: Bool = false) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "%": result += "%25"
            case "\r": result += "%0D"
            case "\n": result += "%0A"
            case ":" where isProperty: result += "%3A"
            case "," where isProperty: result += "%2C"
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }
}
