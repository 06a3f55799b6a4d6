import Foundation
import TallyTestSupport
import Testing

@testable import TallyCLI

@Suite struct IgnoreRulesTests {
    /// The paths that the walk finds below `folder`, from there, in its order.
    private static func walk(_ folder: URL, ignoring: Bool = true) throws -> [[UInt8]] {
        var files: [[UInt8]] = []
        try FolderWalk(ignoresFiles: ignoring).forEach(in: FilePath(folder.path)) { entry in
            if case .file(let path) = entry { files.append(Array(path.bytes.dropFirst(folder.path.utf8.count + 1))) }
        }
        return files
    }

    private static func names(_ paths: [[UInt8]]) -> [String] {
        paths.map { String(decoding: $0, as: UTF8.self) }
    }

    @Test(.enabled(if: GitOracle.isAvailable, "git is not installed"))
    func agreesWithGitOnRandomTreesAndPatterns() throws {
        print("seed: \(TestEnvironment.seed) (set TALLY_SEED to repeat)")
        var tree = IgnoreTree(seed: TestEnvironment.seed)
        for number in 0..<max(TestEnvironment.fuzzCount / 20, 1) {
            let folder = try TemporaryFolder()
            try GitOracle.initialize(folder.url)
            let description = try tree.fill(folder)
            let expected = Self.names(try GitOracle.files(in: folder.url))
            let found = Self.names(try Self.walk(folder.url))
            #expect(found == expected, "tree \(number):\n\(description)")
            if found != expected { break }

            // From a folder further down, the rules above it hold too.
            guard let start = tree.folders.first(where: { !$0.isEmpty && Self.isVisible($0, expected) }) else {
                continue
            }
            let prefix = start + "/"
            let below = expected.filter { $0.hasPrefix(prefix) }.map { String($0.dropFirst(prefix.count)) }
            let fromBelow = Self.names(try Self.walk(folder.url.appending(path: start)))
            #expect(fromBelow == below, "tree \(number) from \(start):\n\(description)")
        }
    }

    /// Whether git looks into the folder: it lists something there.
    private static func isVisible(_ folder: String, _ files: [String]) -> Bool {
        files.contains { $0.hasPrefix(folder + "/") }
    }

    @Test func walksInTheOrderOfPaths() throws {
        let folder = try TemporaryFolder()
        for path in ["b", "a/z", "a.txt", "a-b/c", "A"] { try folder.write(path, "x") }
        #expect(Self.names(try Self.walk(folder.url)) == ["A", "a-b/c", "a.txt", "a/z", "b"])
    }

    @Test func outsideARepositoryRulesHoldFromTheFolderDownwards() throws {
        let folder = try TemporaryFolder()
        try folder.write(".gitignore", "top.txt\n")
        for path in ["sub/top.txt", "sub/.gitignore", "sub/own.txt"] { try folder.write(path, "own.txt\n") }
        #expect(Self.names(try Self.walk(folder.url.appending(path: "sub"))) == [".gitignore", "top.txt"])
    }

    @Test func canBeSwitchedOff() throws {
        let folder = try TemporaryFolder()
        try folder.write(".gitignore", "*\n")
        try folder.write("a", "x")
        try folder.write(".git/config", "x")
        #expect(Self.names(try Self.walk(folder.url)) == [])
        #expect(Self.names(try Self.walk(folder.url, ignoring: false)) == [".gitignore", "a"])
    }

    @Test func aRepositoryInsideAnotherHasItsOwnRules() throws {
        let folder = try TemporaryFolder()
        try folder.write(".git/info/exclude", "*.a\n")
        try folder.write("inner/.git/info/exclude", "*.b\n")
        for path in ["x.a", "x.b", "inner/x.a", "inner/x.b"] { try folder.write(path, "x") }
        #expect(Self.names(try Self.walk(folder.url)) == ["inner/x.a", "x.b"])
    }

    @Test func aWorktreeUsesTheExcludeFileOfItsRepository() throws {
        let folder = try TemporaryFolder()
        try folder.write("main/.git/info/exclude", "*.log\n")
        try folder.write("main/.git/worktrees/w/commondir", "../..\n")
        try folder.write("w/.git", "gitdir: \(folder.url.path)/main/.git/worktrees/w\n")
        for path in ["w/x.log", "w/x.txt"] { try folder.write(path, "x") }
        #expect(Self.names(try Self.walk(folder.url.appending(path: "w"))) == ["x.txt"])
    }
}
