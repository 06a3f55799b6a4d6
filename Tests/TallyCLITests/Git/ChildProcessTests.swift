import Foundation
import Testing

@testable import TallyCLI

@Suite struct ChildProcessTests {
    private static func shell(_ script: String, _ entries: [String] = []) throws -> ChildProcess {
        try ChildProcess(
            FilePath("/bin/sh"),
            arguments: ["-c", script].map { Array($0.utf8) },
            environment: ChildEnvironment(entries: (entries + ["PATH=/usr/bin:/bin"]).map { Array($0.utf8) }),
            takesInput: true
        )
    }

    private static func readToEnd(_ process: ChildProcess) throws -> [UInt8] {
        var output: [UInt8] = []
        while try process.read(into: &output) > 0 {}
        return output
    }

    @Test func neitherSideBlocksTheOther() throws {
        // More than any pipe holds, in all three directions at once.
        let process = try Self.shell("head -c 3000000 /dev/zero >&2 & head -c 3000000; wait")
        let sent = (0..<3_000_000).map { UInt8(truncatingIfNeeded: $0 &* 31) }
        process.send(sent)
        #expect(try Self.readToEnd(process) == sent)
        #expect(try process.end() == .status(0))
        #expect(process.errorText == Array(repeating: 0, count: 1 << 14))
    }

    @Test func aReaderThatGoesAwayIsNoSignal() throws {
        let process = try Self.shell("exec <&-; echo gone")
        for _ in 0..<20 { process.send(Array(repeating: 0, count: 100_000)) }
        #expect(try Self.readToEnd(process) == Array("gone\n".utf8))
        process.send([1])
        #expect(try process.end() == .status(0))
    }

    @Test func tellsHowItEnded() throws {
        for (script, ending) in [
            ("exit 7", ChildProcess.Ending.status(7)), ("kill -9 $$", .signal(9)), ("kill -13 $$", .signal(13)),
            ("", .status(0)),
        ] {
            let process = try Self.shell(script)
            #expect(try Self.readToEnd(process) == [])
            #expect(try process.end() == ending)
            #expect(try process.end() == ending)
        }
    }

    @Test func doesNotWaitForWhatTheChildLeavesBehind() throws {
        let process = try Self.shell("echo err >&2; sleep 20 >/dev/null & echo $!; exit 3")
        let number = String(decoding: try Self.readToEnd(process), as: UTF8.self)
        #expect(try process.end() == .status(3))
        #expect(process.errorText == Array("err\n".utf8))
        // It is still there, with standard error open.
        let id = try #require(pid_t(number.trimmingCharacters(in: .newlines)))
        #expect(kill(id, SIGKILL) == 0)
    }

    #if os(Linux)
    @Test func inheritsOnlyItsStreams() throws {
        // By their numbers in the kernel: other tests open descriptors meanwhile that children may inherit.
        let pipe = try ChildPipe()
        defer { pipe.close() }
        let streams = [pipe.ours, pipe.theirs].map { descriptor in
            var info = stat()
            #expect(fstat(descriptor, &info) == 0)
            return "socket:[\(info.st_ino)]"
        }
        let child = try Self.shell("ls -l /proc/self/fd")
        let open = String(decoding: try Self.readToEnd(child), as: UTF8.self)
        #expect(open.contains("socket:["))
        for stream in streams { #expect(!open.contains(stream)) }
    }
    #endif

    @Test func environmentAndArgumentsAreBytes() throws {
        let environment = ChildEnvironment(entries: [Array("ODD=".utf8) + [0xFF, 0x3D, 0x0A], Array("EMPTY=".utf8)])
        let process = try ChildProcess(
            FilePath("/bin/sh"),
            arguments: [
                Array("-c".utf8), Array("printf '%s|%s|%s' \"$ODD\" \"$1\" \"${EMPTY-unset}\"".utf8), [0x78], [0xFE],
            ],
            environment: environment,
            takesInput: false
        )
        #expect(try Self.readToEnd(process) == [0xFF, 0x3D, 0x0A, 0x7C, 0xFE, 0x7C])
        #expect(try process.end() == .status(0))
    }

    @Test func whatCanNotBeStartedIsAnError() throws {
        for (path, error) in [("/nowhere/x", ENOENT), ("/", EACCES), ("/bin/sh\0x", EINVAL)] {
            #expect(throws: SystemError(number: error)) {
                try ChildProcess(
                    FilePath(path),
                    arguments: [],
                    environment: ChildEnvironment(entries: []),
                    takesInput: true
                )
            }
        }
    }

    @Test func aVariableIsSetReplacedAndRemoved() {
        var environment = ChildEnvironment(entries: ["A=1", "AB=2", "A=3"].map { Array($0.utf8) })
        #expect(environment["A"] == Array("1".utf8))
        #expect(environment["B"] == nil)
        environment["A"] = Array("4".utf8)
        environment["C"] = []
        #expect(environment.entries == ["AB=2", "A=4", "C="].map { Array($0.utf8) })
        environment["AB"] = nil
        #expect(environment["AB"] == nil)
        #expect(ChildEnvironment.inherited["PATH"] != nil)
    }
}
