/// A run of git that did not end well.
struct GitRefusal {
    private let command: String
    private let ending: ChildProcess.Ending
    /// What git said, without `fatal: ` and on one line.
    let text: String
    /// The lines as git wrote them.
    private let lines: [String]

    /// Nil if the run went well.
    init?(_ ending: ChildProcess.Ending, _ errorText: [UInt8], _ arguments: [String]) {
        if ending == .status(0) { return nil }
        self.init(ending, errorText, command: "git \(arguments[0])")
    }

    /// A run that ended too early, whatever its status.
    init(_ ending: ChildProcess.Ending, _ errorText: [UInt8], command: String) {
        self.command = command
        self.ending = ending
        self.lines = errorText.split(separator: UInt8(ascii: "\n")).map { String(decoding: $0, as: UTF8.self) }
        // The last `fatal:` is what it gave up for; what led there stands before it.
        let said = self.lines.last { $0.hasPrefix("fatal: ") } ?? self.lines.first ?? ""
        let words =
            ["fatal: ", "error: "].contains(where: said.hasPrefix) ? said.dropFirst("fatal: ".count) : said[...]
        self.text = FilePath(String(words.prefix(400))).displayText
    }

    /// Whether git answered by its status alone, as it does where there is nothing to say.
    var isSilentNo: Bool { self.ending == .status(1) && self.text.isEmpty }

    /// Whether there is no repository around the folder.
    var isNoRepository: Bool { self.text.hasPrefix("not a git repository (or any") }

    /// The failure in our words, with what to do where that is known.
    var failure: CommandFailure {
        let (why, remedy) = self.explanation
        return CommandFailure(.unreadableInput, what: self.command, why: why, remedy: remedy)
    }

    private var explanation: (why: String, remedy: String?) {
        if self.text.hasPrefix("detected dubious ownership") {
            let advice = self.lines.first { $0.contains("git config --global --add safe.directory") }
            let remedy = advice.map { FilePath(String($0.drop { $0 == "\t" || $0 == " " })).displayText }
            return ("the repository belongs to another user, and git reads it only when told that it is safe", remedy)
        }
        if self.text.contains("safe.bareRepository") {
            return ("git reads this bare repository only when told where it is", "GIT_DIR=. tally check --base REV")
        }
        if self.text.hasPrefix("not a git repository") {
            return ("\(self.text); GIT_DIR or the file .git leads to nothing", "git worktree repair, or unset GIT_DIR")
        }
        if self.text.contains("index file") || self.text.contains("index uses") {
            return (
                "the index can not be read: \(self.text)",
                "remove the file that `git rev-parse --git-path index` names, then: git reset"
            )
        }
        if Self.signsOfAMissingObject.contains(where: { sign in self.lines.contains { $0.contains(sign) } }) {
            return ("an object is missing or damaged: \(self.text)", "git fsck; in a partial clone: git fetch")
        }
        switch self.ending {
        case .signal(let number): return ("ended by signal \(number)", nil)
        case .status(let number): return (self.text.isEmpty ? "ended with status \(number)" : self.text, nil)
        }
    }

    private static let signsOfAMissingObject = [
        "bad object", "unable to read", "unable to stream", "could not read", "promisor remote", "is corrupt",
        "missing blob",
        "could not fetch", "bad tree object",
    ]
}
