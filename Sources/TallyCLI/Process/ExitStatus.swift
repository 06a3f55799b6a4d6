internal import ArgumentParser

/// What the command's exit status says; documented in `tally --help`.
enum ExitStatus: Int32 {
    /// The question was answered.
    case success = 0
    /// The question was answered, and the answer is no.
    case answerIsNo = 1
    /// The command line or the configuration is wrong.
    case usage = 2
    /// Something could not be read, written or counted.
    case failure = 3
    /// Ended by Ctrl-C.
    case interrupted = 130
    /// The reader of standard output went away: 128 + SIGPIPE, as a shell shows it for any filter.
    case brokenPipe = 141

    /// The error that ends a command with this status and prints nothing more.
    var exitCode: ExitCode { ExitCode(self.rawValue) }
}
