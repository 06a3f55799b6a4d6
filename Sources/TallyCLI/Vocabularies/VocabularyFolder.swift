#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#elseif canImport(Darwin)
internal import Darwin
#endif

/// Where the vocabularies are that `tally vocab add` installs.
///
/// `TALLY_VOCABULARIES` if it is set, else `tally/vocabularies` in `XDG_CACHE_HOME`, else in `~/.cache`.
struct VocabularyFolder {
    let path: FilePath

    /// The folder that the environment names, whether or not it is there.
    init() throws(CommandFailure) {
        if let folder = EnvironmentVariable.text("TALLY_VOCABULARIES") {
            self.path = FilePath(folder)
        } else if let caches = EnvironmentVariable.text("XDG_CACHE_HOME") {
            self.path = FilePath(caches).appending(Array("tally/vocabularies".utf8))
        } else if let home = EnvironmentVariable.text("HOME") {
            self.path = FilePath(home).appending(Array(".cache/tally/vocabularies".utf8))
        } else {
            throw CommandFailure(
                .invalidArgument,
                what: "vocabularies",
                why: "there is no folder for them: neither TALLY_VOCABULARIES nor HOME is set",
                remedy: "TALLY_VOCABULARIES=/path/to/folder"
            )
        }
    }

    /// The path of a file in the folder.
    func file(_ name: String) -> FilePath {
        self.path.appending(Array(name.utf8))
    }

    /// The names of the installed vocabularies, in order; none if there is no such folder.
    func names() throws(CommandFailure) -> [String] {
        do throws(SystemError) {
            return try FolderWalk.list(self.path).compactMap { item in
                let name = String(decoding: item.name, as: UTF8.self)
                guard name.hasSuffix(".json") else { return nil }
                let base = String(name.dropLast(5))
                return Self.isName(base) ? base : nil
            }
        } catch {
            if error == .notFound { return [] }
            throw CommandFailure(error, reading: self.path.displayText)
        }
    }

    /// Whether a vocabulary can be called this: letters, digits, '.', '_' and '-', at most 64, no dot in front.
    static func isName(_ name: String) -> Bool {
        (1...64).contains(name.utf8.count) && !name.hasPrefix(".") && !name.hasPrefix("-")
            && name.utf8.allSatisfy {
                switch $0 {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "-"):
                    true
                default: false
                }
            }
    }

    /// Makes the folder and those above it.
    func create() throws(CommandFailure) {
        try Self.create(self.path)
    }

    private static func create(_ folder: FilePath) throws(CommandFailure) {
        guard unsafe folder.withCString({ unsafe mkdir($0, 0o755) }) != 0 else { return }
        if errno == ENOENT, let parent = folder.parent {
            try Self.create(parent)
            if unsafe folder.withCString({ unsafe mkdir($0, 0o755) }) == 0 { return }
        }
        guard errno == EEXIST else {
            throw CommandFailure(.unwritableOutput, what: folder.displayText, why: SystemError.last.description)
        }
    }

    /// Removes a file of the folder; no error if that can't be done.
    func remove(_ name: String) {
        _ = unsafe self.file(name).withCString { unsafe unlink($0) }
    }
}
