/// Where a command answers, complains and shows its progress.
///
/// Answers go to standard output, everything else to standard error.
final class Console {
    let output = BufferedOutput(descriptor: 1)
    private let errors = BufferedOutput(descriptor: 2)
    private let progress: ProgressLine
    private let isQuiet: Bool
    /// Whether something asked for could not be done; the command then ends with ``ExitStatus/failure``.
    private(set) var hasFailed = false

    /// In bytes: a fraction of a second's work.
    private static let longStep = 1 << 25

    init(isQuiet: Bool = false) {
        self.isQuiet = isQuiet
        self.progress = ProgressLine(isShown: self.errors.isTerminal && ProgressLine.terminalCanErase)
    }

    /// Writes a piece of the answer, made of whole lines.
    func answer(_ text: String) throws(CommandFailure) {
        if self.output.isTerminal { try self.clearProgress() }
        try self.output.write(text)
        if self.output.isTerminal { try self.output.flush() }
    }

    /// Says that a part of what was asked can't be done; the rest goes on.
    func report(_ failure: CommandFailure) throws(CommandFailure) {
        self.hasFailed = true
        try self.complain(failure.text)
    }

    /// Says something about the answer that does not make it wrong.
    func note(_ what: String, _ why: String) throws(CommandFailure) {
        guard !self.isQuiet else { return }
        try self.complain("tally: \(what): \(why)\n")
    }

    /// Shows where a long piece of work is, on a terminal only.
    ///
    /// - Parameter bytes: How much the next step has to do before the line can be shown anew.
    func showProgress(next bytes: Int = 0, _ text: () -> String) throws(CommandFailure) {
        guard let line = self.progress.update(isBeforeLongStep: bytes >= Self.longStep, text) else { return }
        try self.errors.write(line)
        try self.errors.flush()
    }

    /// Ends the command: writes what is left, and throws if something failed on the way.
    func finish() throws {
        try self.clearProgress()
        try self.output.flush()
        if self.hasFailed { throw ExitStatus.failure.exitCode }
    }

    private func complain(_ text: String) throws(CommandFailure) {
        try self.clearProgress()
        if self.output.isTerminal { try self.output.flush() }
        try self.errors.write(text)
        try self.errors.flush()
    }

    private func clearProgress() throws(CommandFailure) {
        guard let erasure = self.progress.erase() else { return }
        try self.errors.write(erasure)
        try self.errors.flush()
    }
}
