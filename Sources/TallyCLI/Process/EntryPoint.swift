internal import ArgumentParser

#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#elseif canImport(Darwin)
internal import Darwin
#endif

/// Runs the command and turns how it ended into a message and an exit status.
@main
enum EntryPoint {
    static func main() {
        Interruption.install()
        do {
            var command = try Self.parse(Array(CommandLine.arguments.dropFirst()))
            try command.run()
        } catch {
            exit(Self.report(error).rawValue)
        }
    }

    /// Parses the arguments by the subcommand that they start with, and by the whole tree if it does not accept them.
    ///
    /// To set up all subcommands takes longer than to count a prompt. What goes wrong is left to the tree, which knows how
    /// to word usage and help.
    private static func parse(_ arguments: [String]) throws -> any ParsableCommand {
        let named = TallyCommand.configuration.subcommands.first { $0.configuration.commandName == arguments.first }
        if let named, named.configuration.subcommands.isEmpty,
            let command = try? named.parseAsRoot(Array(arguments.dropFirst())),
            // Not the one that prints help.
            type(of: command) == named
        {
            return command
        }
        return try TallyCommand.parseAsRoot(arguments)
    }

    /// Prints what the error says, help to standard output and the rest to standard error.
    private static func report(_ error: any Error) -> ExitStatus {
        if let failure = error as? CommandFailure {
            Self.write(failure.text, to: 2)
            return failure.code.exitStatus
        }
        if let code = error as? ExitCode {
            return ExitStatus(rawValue: code.rawValue) ?? .failure
        }
        let message = TallyCommand.fullMessage(for: error)
        if TallyCommand.exitCode(for: error).isSuccess {
            Self.write(message + "\n", to: 1)
            return .success
        }
        Self.write(Self.withoutPrefix(message) + "\n", to: 2)
        return .usage
    }

    /// ArgumentParser's message in the form of ours.
    private static func withoutPrefix(_ message: String) -> String {
        let prefix = "Error: "
        return message.hasPrefix(prefix) ? "tally: " + message.dropFirst(prefix.count) : "tally: " + message
    }

    private static func write(_ text: String, to descriptor: Int32) {
        let output = BufferedOutput(descriptor: descriptor)
        do {
            try output.write(text)
            try output.flush()
        } catch {
            exit(ExitStatus.failure.rawValue)
        }
    }
}
