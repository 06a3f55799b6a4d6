import Foundation
import Testing

@testable import TallyCLI

@Suite struct CountTests {
    @Test func answersATableWithATotal() throws {
        let folder = try TemporaryFolder()
        try folder.write("b.txt", "hello world")
        try folder.write("a/c.txt", String(repeating: "hello world\n", count: 500))
        let result = try TallyBinary.run(["count", "b.txt", "a"], in: folder.url)
        #expect(
            result.output == """
                       tokens            bytes  path
                            2               11  b.txt
                        1,500            6,000  a/c.txt
                        1,502            6,011  total

                """
        )
        #expect(result.errors == "")
        #expect(result.status == 0)
    }

    @Test func standardInputNeedsNoName() throws {
        #expect(try TallyBinary.run(["count", "--total"], text: "hello world").output == "2\n")
        #expect(try TallyBinary.run(["count", "--total", "-"], text: "hello world").output == "2\n")
        #expect(try TallyBinary.run(["count", "--total"], text: "").output == "0\n")
    }

    @Test func answersOneObjectAFile() throws {
        let folder = try TemporaryFolder()
        try folder.write("a.txt", "hello world")
        try folder.write("bild.bin", [0x50, 0x00, 0x51])
        let lines = try TallyBinary.run(["count", ".", "gone", "--format", "jsonl"], in: folder.url)
        #expect(
            lines.output == """
                {"path":"./a.txt","bytes":11,"tokens":2,"encoding":"o200k_base","accuracy":"exact"}
                {"path":"./bild.bin","skipped":"binary","reason":"NUL byte at offset 1; --text counts it all the same"}
                {"path":"gone","error":"no such file or directory"}

                """
        )
        #expect(lines.status == 3)

        let document = try TallyBinary.run(["count", ".", "--format", "json"], in: folder.url)
        #expect(
            document.output == """
                {
                  "encoding": "o200k_base",
                  "accuracy": "exact",
                  "files": [
                    {"path":"./a.txt","bytes":11,"tokens":2,"encoding":"o200k_base","accuracy":"exact"},
                    {"path":"./bild.bin","skipped":"binary","reason":"NUL byte at offset 1; --text counts it all the same"}
                  ],
                  "total": {"files":1,"bytes":11,"tokens":2,"skipped":1,"failed":0}
                }

                """
        )
        #expect(document.status == 0)
        _ = try JSONSerialization.jsonObject(with: Data(document.outputBytes))
    }

    @Test func saysWhatIsSkippedOnStandardError() throws {
        let folder = try TemporaryFolder()
        try folder.write("bild.bin", [0x50, 0x00, 0x51])
        try FileManager.default.createSymbolicLink(
            atPath: folder.url.appending(path: "link").path,
            withDestinationPath: folder.url.path
        )
        let result = try TallyBinary.run(["count", "."], in: folder.url)
        #expect(
            result.errors == """
                tally: ./bild.bin: skipped, binary: NUL byte at offset 1; --text counts it all the same
                tally: ./link: skipped, symbolic link: links inside folders are not followed; name it to count what it leads to

                """
        )
        #expect(try TallyBinary.run(["count", ".", "--quiet"], in: folder.url).errors == "")
        #expect(try TallyBinary.run(["count", "bild.bin", "--text", "--total"], in: folder.url).output == "3\n")
    }

    @Test func aNULFurtherBackIsText() throws {
        let folder = try TemporaryFolder()
        try folder.write("late", [UInt8](repeating: 0x61, count: 8_000) + [0])
        try folder.write("early", [UInt8](repeating: 0x61, count: 7_999) + [0])
        let result = try TallyBinary.run(["count", ".", "--format", "jsonl", "-q"], in: folder.url)
        #expect(result.output.contains(#""path":"./late","bytes":8001"#))
        #expect(result.output.contains(#""path":"./early","skipped":"binary""#))
    }

    @Test func namedFilesAreCountedEvenIfIgnored() throws {
        let folder = try TemporaryFolder()
        try folder.write(".gitignore", "*.log\n")
        try folder.write("x.log", "hello world")
        try FileManager.default.createSymbolicLink(
            atPath: folder.url.appending(path: "link").path,
            withDestinationPath: folder.url.appending(path: "x.log").path
        )
        #expect(try TallyBinary.run(["count", "x.log", "link", "--total"], in: folder.url).output == "4\n")
        #expect(!(try TallyBinary.run(["count", "."], in: folder.url).output.contains("x.log")))
        #expect(try TallyBinary.run(["count", ".", "--no-ignore"], in: folder.url).output.contains("x.log"))
    }

    @Test func countsWhatIsNotUTF8AsTheReferenceDoesAndSaysSo() throws {
        let bytes: [UInt8] = Array("na".utf8) + [0xEF] + Array("ve".utf8)
        let repaired = String(decoding: bytes, as: UTF8.self)
        let result = try TallyBinary.run(["count", "--format", "jsonl"], input: bytes)
        let expected = try TallyBinary.run(["count", "--total"], text: repaired).output.dropLast()
        #expect(result.output.contains("\"tokens\":\(expected),"))
        #expect(result.output.contains(#""invalid_utf8_at":2"#))
        #expect(
            result.errors == "tally: standard input: not UTF-8 at byte 2: counted with U+FFFD in place of what is not\n"
        )
        #expect(result.status == 0)
    }

    @Test func aMissingFileDoesNotStopTheOthers() throws {
        let folder = try TemporaryFolder()
        try folder.write("a.txt", "hello world")
        let result = try TallyBinary.run(["count", "gone", "a.txt", "--total"], in: folder.url)
        #expect(result.output == "2\n")
        #expect(
            result.errors == """
                tally: gone: no such file or directory
                  try: check the path, or '-' for standard input

                """
        )
        #expect(result.status == 3)
    }

    @Test func aLinkThatLeadsToItselfIsAnError() throws {
        let folder = try TemporaryFolder()
        let link = folder.url.appending(path: "loop").path
        try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: link)
        let result = try TallyBinary.run(["count", "loop"], in: folder.url)
        #expect(result.errors.hasPrefix("tally: loop: too many levels of symbolic links"))
        #expect(result.status == 3)
    }

    /// The superuser may read every file, but not follow a link that leads to itself.
    @Test func anUnreadableFileIsAnError() throws {
        let folder = try TemporaryFolder()
        let link = folder.url.appending(path: "loop")
        try FileManager.default.createSymbolicLink(atPath: link.path, withDestinationPath: "loop")
        let result = try TallyBinary.run(["count", "loop"], in: folder.url)
        #expect(result.errors == "tally: loop: too many levels of symbolic links\n")
        #expect(result.status == 3)
        guard geteuid() != 0 else { return }
        let path = try folder.write("secret", "x")
        try FileManager.default.setAttributes([.posixPermissions: 0], ofItemAtPath: path)
        #expect(
            try TallyBinary.run(["count", "secret"], in: folder.url).errors == "tally: secret: permission denied\n"
        )
    }

    @Test func marksWhatIsNotExact() throws {
        for (model, accuracy) in [("claude-sonnet-4-5", "reconstructed"), ("grok-4.3", "approximate")] {
            let result = try TallyBinary.run(["count", "--model", model, "--format", "jsonl"], text: "hello")
            #expect(result.output.contains(#""accuracy":"\#(accuracy)","reason":""#))
            #expect(result.errors.hasPrefix("tally: \(model): \(accuracy): "))
        }
    }

    @Test func namesThatWouldSpoilATerminalAreEscaped() throws {
        let folder = try TemporaryFolder()
        try folder.write("a\u{1B}[31m\nb", "x")
        let result = try TallyBinary.run(["count", "."], in: folder.url)
        #expect(result.output.contains("./a\\x1B[31m\\x0Ab"))
        let lines = try TallyBinary.run(["count", ".", "--format", "jsonl"], in: folder.url)
        #expect(lines.output.contains(#""path":"./a\u001b[31m\nb""#))
    }
}
