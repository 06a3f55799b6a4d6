#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#elseif canImport(Darwin)
internal import Darwin
#endif

/// A descriptor opened for reading, closed when it goes out of scope.
struct OpenFile: ~Copyable {
    /// What a path leads to.
    enum Kind {
        case regular
        case folder
        case link
        case stream
        case other
    }

    let descriptor: Int32
    let kind: Kind
    /// In bytes; 0 for a stream, and only a hint for a file that is being written.
    let size: Int
    private let isOwned: Bool

    /// Standard input, which stays open.
    static func standardInput() -> OpenFile {
        let (kind, size) = Self.status(of: 0) ?? (.stream, 0)
        return OpenFile(descriptor: 0, kind: kind, size: size, isOwned: false)
    }

    private init(descriptor: Int32, kind: Kind, size: Int, isOwned: Bool) {
        self.descriptor = descriptor
        self.kind = kind
        self.size = size
        self.isOwned = isOwned
    }

    /// Opens `path`; a link at its end is an error unless `followsLinks`.
    ///
    /// Opening never blocks: found in a folder, a pipe without a writer would otherwise stop the walk.
    init(_ path: FilePath, followsLinks: Bool) throws(SystemError) {
        let flags = O_RDONLY | O_CLOEXEC | (followsLinks ? 0 : O_NOFOLLOW | O_NONBLOCK)
        let descriptor = unsafe path.withCString { unsafe open($0, flags) }
        guard descriptor >= 0 else { throw .last }
        guard let (kind, size) = Self.status(of: descriptor) else {
            let error = SystemError.last
            close(descriptor)
            throw error
        }
        self.init(descriptor: descriptor, kind: kind, size: size, isOwned: true)
    }

    /// Reads what there is, at most as much as fits into `memory`, and returns how many bytes; 0 at the end.
    @unsafe
    func read(into memory: UnsafeMutableRawBufferPointer) throws(SystemError) -> Int {
        while true {
            #if canImport(Glibc)
            let received = unsafe Glibc.read(self.descriptor, memory.baseAddress, memory.count)
            #elseif canImport(Musl)
            let received = unsafe Musl.read(self.descriptor, memory.baseAddress, memory.count)
            #else
            let received = unsafe Darwin.read(self.descriptor, memory.baseAddress, memory.count)
            #endif
            if received >= 0 { return received }
            if SystemError.last != .isInterruption { throw .last }
        }
    }

    deinit {
        if self.isOwned { close(self.descriptor) }
    }

    /// What `path` is, without following a link at its end; nil if it can't be told.
    static func kind(of path: FilePath) -> Kind? {
        var info = stat()
        guard unsafe path.withCString({ unsafe lstat($0, &info) }) == 0 else { return nil }
        return Self.kind(info.st_mode)
    }

    private static func status(of descriptor: Int32) -> (kind: Kind, size: Int)? {
        var info = stat()
        guard unsafe fstat(descriptor, &info) == 0 else { return nil }
        let kind = Self.kind(info.st_mode)
        return (kind, kind == .regular ? Int(info.st_size) : 0)
    }

    private static func kind(_ mode: mode_t) -> Kind {
        switch mode & S_IFMT {
        case S_IFREG: .regular
        case S_IFDIR: .folder
        case S_IFLNK: .link
        case S_IFIFO, S_IFSOCK, S_IFCHR: .stream
        default: .other
        }
    }
}
