// What C calls `environ` is a variable that anyone may change; only the import says whether reading it is allowed.
#if canImport(Glibc)
@unsafe @preconcurrency internal import Glibc
#elseif canImport(Musl)
@unsafe @preconcurrency internal import Musl
#elseif canImport(Darwin)
internal import Darwin
#endif

/// The environment that a child process is given: `NAME=value` entries, as bytes.
struct ChildEnvironment {
    private(set) var entries: [[UInt8]]

    init(entries: [[UInt8]]) {
        self.entries = entries
    }

    /// The environment of this process.
    static var inherited: ChildEnvironment {
        var entries: [[UInt8]] = []
        #if canImport(Darwin)
        var next = unsafe _NSGetEnviron().pointee
        #else
        var next: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>? = unsafe environ
        #endif
        while let place = unsafe next, let text = unsafe place.pointee {
            unsafe entries.append(Array(UnsafeRawBufferPointer(start: text, count: strlen(text))))
            unsafe next = place + 1
        }
        return ChildEnvironment(entries: entries)
    }

    /// The value of a variable; nil if it is not set.
    ///
    /// A new value takes the old one's place, nil removes the variable.
    subscript(_ name: String) -> [UInt8]? {
        get {
            let start = Array(name.utf8) + [UInt8(ascii: "=")]
            return self.entries.first { $0.starts(with: start) }.map { Array($0.dropFirst(start.count)) }
        }
        set {
            let start = Array(name.utf8) + [UInt8(ascii: "=")]
            self.entries.removeAll { $0.starts(with: start) }
            if let newValue { self.entries.append(start + newValue) }
        }
    }

    /// Where the shell would find the program `name`; nil if it is nowhere.
    ///
    /// Only whole paths of `PATH` are searched: an empty or relative one leads into the repository that is looked at,
    /// and what lies there must not be run.
    func program(_ name: String) -> FilePath? {
        let path = self["PATH"] ?? Array("/usr/local/bin:/usr/bin:/bin".utf8)
        return path.split(separator: UInt8(ascii: ":")).lazy.filter { $0.first == UInt8(ascii: "/") }
            .map { FilePath(bytes: Array($0)).appending(Array(name.utf8)) }
            .first(where: Self.isProgram)
    }

    private static func isProgram(_ path: FilePath) -> Bool {
        var info = stat()
        return unsafe path.withCString { unsafe stat($0, &info) == 0 && access($0, X_OK) == 0 }
            && info.st_mode & S_IFMT == S_IFREG
    }
}
