import Foundation

/// The built command, run as a person or a pipe runs it.
enum TallyBinary {
    /// What a run of the command left behind.
    struct Result {
        let output: String
        let errors: String
        let outputBytes: [UInt8]
        /// As a shell shows it: 128 plus the signal for a process that a signal ended.
        let status: Int32
    }

    /// The command beside the test bundle.
    static let url: URL = {
        let bundles = [Bundle.main.bundleURL] + Bundle.allBundles.map { $0.bundleURL.deletingLastPathComponent() }
        let folders = bundles + [Bundle.main.executableURL?.deletingLastPathComponent()].compactMap { $0 }
        let candidates = folders.map { $0.appending(path: "tally") }
        return candidates.first { FileManager.default.isExecutableFile(atPath: $0.path) } ?? candidates[0]
    }()

    /// A process of the command that has not been started, without the person's environment.
    static func process(_ arguments: [String], in folder: URL? = nil) -> Process {
        let process = Process()
        process.executableURL = Self.url
        process.arguments = arguments
        process.currentDirectoryURL = folder
        process.environment = ["COLUMNS": "80", "LC_ALL": "C"]
        return process
    }

    /// Runs the command to its end; files stand in for the pipes, so that nothing can block.
    static func run(
        _ arguments: [String],
        input: [UInt8] = [],
        in folder: URL? = nil,
        environment: [String: String] = [:]
    ) throws -> Result {
        let scratch = try TemporaryFolder()
        try scratch.write("in", input)
        try scratch.write("out", "")
        try scratch.write("err", "")
        let process = Self.process(arguments, in: folder)
        process.environment?.merge(environment) { $1 }
        process.standardInput = try FileHandle(forReadingFrom: scratch.url.appending(path: "in"))
        process.standardOutput = try FileHandle(forWritingTo: scratch.url.appending(path: "out"))
        process.standardError = try FileHandle(forWritingTo: scratch.url.appending(path: "err"))
        try process.run()
        process.waitUntilExit()
        let output = try Data(contentsOf: scratch.url.appending(path: "out"))
        let errors = try Data(contentsOf: scratch.url.appending(path: "err"))
        return Result(
            output: String(decoding: output, as: UTF8.self),
            errors: String(decoding: errors, as: UTF8.self),
            outputBytes: Array(output),
            status: Self.status(process)
        )
    }

    /// Runs the command on text.
    static func run(_ arguments: [String], text: String, in folder: URL? = nil) throws -> Result {
        try Self.run(arguments, input: Array(text.utf8), in: folder)
    }

    /// The status of a process that has ended.
    static func status(_ process: Process) -> Int32 {
        process.terminationReason == .uncaughtSignal ? 128 + process.terminationStatus : process.terminationStatus
    }
}
