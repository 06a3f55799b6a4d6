import Foundation
import Testing

@Suite struct PipeTests {
    @Test func answersBeforeItWaitsForMoreInput() throws {
        let (process, input, output) = try Self.start(["count", "--jsonl"])
        for text in ["hello world", "hello"] {
            try input.write(contentsOf: Data("{\"text\":\"\(text)\"}\n".utf8))
            #expect(String(decoding: output.availableData, as: UTF8.self) == (text == "hello" ? "1\n" : "2\n"))
        }
        try input.close()
        process.waitUntilExit()
        #expect(TallyBinary.status(process) == 0)
    }

    @Test func anInterruptionEndsWith130() throws {
        let errors = Pipe()
        let (process, input, output) = try Self.start(["count", "--jsonl"], errors: errors)
        try input.write(contentsOf: Data("{\"text\":\"hello\"}\n".utf8))
        // The answer says that the command has begun to work.
        #expect(String(decoding: output.availableData, as: UTF8.self) == "1\n")
        process.interrupt()
        // Were the signal ignored, the command would end here with another status.
        try input.close()
        process.waitUntilExit()
        #expect(TallyBinary.status(process) == 130)
        try errors.fileHandleForWriting.close()
        #expect(try errors.fileHandleForReading.readToEnd() ?? Data() == Data())
    }

    @Test func aReaderThatGoesAwayEndsItQuietly() throws {
        let errors = Pipe()
        let (process, input, output) = try Self.start(["count", "--jsonl"], errors: errors)
        try input.write(contentsOf: Data("{\"text\":\"hello\"}\n".utf8))
        #expect(String(decoding: output.availableData, as: UTF8.self) == "1\n")
        try output.close()
        try input.write(contentsOf: Data("{\"text\":\"hello\"}\n".utf8))
        process.waitUntilExit()
        #expect(TallyBinary.status(process) == 141)
        try errors.fileHandleForWriting.close()
        #expect(try errors.fileHandleForReading.readToEnd() ?? Data() == Data())
    }

    @Test(.enabled(if: FileManager.default.fileExists(atPath: "/dev/full"), "there is no /dev/full"))
    func aFullDiskIsNoSuccess() throws {
        let process = TallyBinary.process(["count", "--total"])
        let errors = Pipe()
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = FileHandle(forWritingAtPath: "/dev/full")
        process.standardError = errors
        try process.run()
        process.waitUntilExit()
        try errors.fileHandleForWriting.close()
        let message = try errors.fileHandleForReading.readToEnd() ?? Data()
        #expect(String(decoding: message, as: UTF8.self) == "tally: standard output: no space left on device\n")
        #expect(TallyBinary.status(process) == 3)
    }

    /// Starts the command between two pipes whose far ends are the test's.
    private static func start(
        _ arguments: [String],
        errors: Pipe = Pipe()
    ) throws -> (Process, input: FileHandle, output: FileHandle) {
        // Where the tests run in the background, a shell may have it ignored, and processes inherit that.
        signal(SIGINT, SIG_DFL)
        let process = TallyBinary.process(arguments)
        let (input, output) = (Pipe(), Pipe())
        process.standardInput = input
        process.standardOutput = output
        process.standardError = errors
        try process.run()
        try output.fileHandleForWriting.close()
        return (process, input.fileHandleForWriting, output.fileHandleForReading)
    }
}
