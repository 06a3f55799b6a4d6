#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#elseif canImport(Darwin)
internal import Darwin
#endif

/// A system call on a file or folder that failed.
package struct StorageError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What was tried.
    package enum Operation: String, Sendable {
        case createFolder = "create the folder"
        case listFolder = "list the folder"
        case syncFolder = "sync the folder"
        case open = "open"
        case read = "read"
        case write = "write to"
        case sync = "sync"
        case truncate = "truncate"
        case lock = "lock"
        case rename = "rename"
        case remove = "remove"
        case inspect = "look at"
    }

    /// What was tried.
    package let operation: Operation
    /// On what.
    package let path: String
    /// The system's number of the error.
    package let number: Int32

    package init(_ operation: Operation, _ path: String, number: Int32) {
        self.operation = operation
        self.path = path
        self.number = number
    }

    /// The error of the system call that has just failed on this thread.
    static func last(_ operation: Operation, _ path: String) -> StorageError {
        StorageError(operation, path, number: errno)
    }

    /// Whether there is no room: on the medium, in the quota, or up to the limit of a file's size.
    package var isNoRoom: Bool { [ENOSPC, EDQUOT, EFBIG].contains(self.number) }

    /// Whether the file or folder is not there.
    package var isNotFound: Bool { self.number == ENOENT }

    /// What could not be done, and the system's words for the reason.
    package var description: String {
        "can not \(self.operation.rawValue) \(self.path): \(self.reason)"
    }

    /// The system's words, in a sentence's small letters.
    private var reason: String {
        guard let text = unsafe strerror(self.number) else { return "error \(self.number)" }
        let words = unsafe String(cString: text)
        return words.prefix(1).lowercased() + words.dropFirst()
    }
}

extension StorageError {
    /// Whether the process is not allowed to, or something that is no folder is in the way.
    package var isForbidden: Bool { [EACCES, EPERM, EEXIST, ENOTDIR, ENAMETOOLONG, ELOOP].contains(self.number) }

    /// The system took only a part of what was to be written, as it does where there is no room for more.
    package static func shortWrite(_ path: String) -> StorageError {
        StorageError(.write, path, number: ENOSPC)
    }
}
