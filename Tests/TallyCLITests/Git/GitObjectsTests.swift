import Foundation
import Testing

@testable import TallyCLI

@Suite(.needsGit) struct GitObjectsTests {
    @Test func readsOneAfterTheOther() throws {
        let sandbox = try GitSandbox()
        let texts = (0..<200).map { number in Array(repeating: UInt8(truncatingIfNeeded: number), count: number * 37) }
        for (number, text) in texts.enumerated() { try sandbox.write("f\(number)", text) }
        try sandbox.git("add", "--all")
        let repository = try sandbox.repository()
        let entries = try repository.entries(below: [], workingTree: false)
        #expect(entries.count == texts.count)
        let objects = try repository.objects()
        for entry in entries {
            let number = try #require(Int(entry.path.text.dropFirst()))
            let id = try #require(entry.object.id)
            #expect(try objects.contents(of: id, limit: texts[number].count) == .bytes(texts[number]))
            if number > 0 {
                let answer = try objects.contents(of: id, limit: texts[number].count - 1)
                #expect(answer == .tooLarge(texts[number].count))
            }
        }
    }

    @Test func whatIsTooLargeIsNotKept() throws {
        let sandbox = try GitSandbox()
        let sizes = [100_000, (1 << 22) - 1, (1 << 22) + 1, 30_000_000]
        for size in sizes { try sandbox.write("f\(size)", Array(repeating: UInt8(ascii: "\n"), count: size)) }
        try sandbox.write("small", "small\n")
        try sandbox.git("add", "--all")
        let objects = try sandbox.repository().objects()
        for size in sizes {
            #expect(try objects.contents(at: FilePath("f\(size)"), limit: 1_000) == .tooLarge(size))
            #expect(try objects.contents(at: FilePath("small"), limit: 6) == .bytes(Array("small\n".utf8)))
        }
        let whole = try objects.contents(at: FilePath("f30000000"), limit: 30_000_000)
        #expect(whole == .bytes(Array(repeating: UInt8(ascii: "\n"), count: 30_000_000)))
    }

    @Test func whatIsNotThereIsSaidNotToBe() throws {
        let sandbox = try GitSandbox()
        try sandbox.commit(["a": "1\n"])
        let objects = try sandbox.repository().objects()
        let failure = try GitSandbox.failure {
            _ = try objects.contents(of: String(repeating: "1", count: 40), limit: 9)
        }
        #expect(failure.text.contains("git fsck"))
        for name in ["", "HEAD", "main^{tree}", "a\nb", "1"] {
            #expect(throws: CommandFailure.self) { try objects.contents(of: name, limit: 100_000) }
        }
        for path in ["b", "a/b", "b\nc", ""] { #expect(try objects.contents(at: FilePath(path), limit: 9) == nil) }
        #expect(try objects.contents(at: FilePath("a"), limit: 9) == .bytes(Array("1\n".utf8)))
    }

    @Test func aDamagedObjectIsAFailureAndNotItsEnd() throws {
        let sandbox = try GitSandbox()
        try sandbox.commit(["a": "1\n", "b": (1...2_000).map { "line \($0)\n" }.joined()])
        let id = try sandbox.git("rev-parse", ":b")
        let file = sandbox.url.appending(path: ".git/objects/\(id.prefix(2))/\(id.dropFirst(2))")
        var data = try Data(contentsOf: file)
        for index in data.indices.dropFirst(data.count / 2) { data[index] ^= 0x5A }
        try FileManager.default.removeItem(at: file)
        try data.write(to: file)
        let objects = try sandbox.repository().objects()
        let failure = try GitSandbox.failure { _ = try objects.contents(of: id, limit: 1 << 20) }
        #expect(failure.code == .unreadableInput)
        #expect(failure.why.contains("damaged"), "\(failure)")
        #expect(try objects.contents(at: FilePath("a"), limit: 9) == .bytes(Array("1\n".utf8)))
    }

    @Test func aGitThatDiesIsAFailure() throws {
        let sandbox = try GitSandbox()
        try sandbox.commit(["a": "1\n"])
        // The real one, which something ends in the middle of an answer.
        let real = try #require(sandbox.childEnvironment().program("git")).text
        let script = """
            #!/bin/sh
            case "$*" in
            *cat-file*) read -r name; printf '%s blob 100\\nhalf' "$name"; kill -9 $$ ;;
            *) exec '\(real)' "$@" ;;
            esac
            """
        try sandbox.write("../bin/git", script)
        let program = sandbox.beside("bin/git").path
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: program)
        let path = sandbox.beside("bin").path + ":" + (sandbox.environment["PATH"] ?? "")
        let objects = try sandbox.repository(["PATH": path]).objects()
        let failure = try GitSandbox.failure { _ = try objects.contents(at: FilePath("a"), limit: 1_000) }
        #expect(failure.text == "tally: git cat-file: ended by signal 9\n")
    }

    @Test func aPartialCloneFetchesWhatItLacks() throws {
        let sandbox = try GitSandbox()
        try sandbox.git("config", "uploadpack.allowFilter", "true")
        try sandbox.git("config", "uploadpack.allowAnySHA1InWant", "true")
        try sandbox.commit(["a": "1\n"])
        try sandbox.commit(["a": "2\n"])
        let clone = sandbox.beside("clone")
        try sandbox.git("clone", "--quiet", "--filter=blob:none", "file://\(sandbox.url.path)", clone.path)
        let repository = try sandbox.repository(in: clone)
        let changes = try repository.comparison(base: "HEAD", workingTree: false).changes
        #expect(changes == [])
        let before = try sandbox.git("rev-parse", "HEAD~1:a")
        let objects = try repository.objects()
        #expect(try objects.contents(of: before, limit: 9) == .bytes(Array("1\n".utf8)))

        // With nowhere to fetch from, it is said.
        try sandbox.commit(["a": "3\n"])
        let other = sandbox.beside("other")
        try sandbox.git("clone", "--quiet", "--filter=blob:none", "file://\(sandbox.url.path)", other.path)
        let lost = try sandbox.repository(in: other)
        try FileManager.default.moveItem(at: sandbox.url, to: sandbox.beside("moved"))
        let failure = try GitSandbox.failure { _ = try lost.objects().contents(of: before, limit: 9) }
        #expect(failure.code == .unreadableInput)
        #expect(failure.remedy?.contains("git fetch") == true, "\(failure)")
    }
}
