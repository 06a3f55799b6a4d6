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
            var command = try TallyCommand.parseAsRoot()
            try command.run()
        } catch {
            exit(Self.report(error).rawValue)
        }
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
