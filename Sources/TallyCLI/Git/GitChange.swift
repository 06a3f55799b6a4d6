/// What a change does to one file.
struct GitChange: Equatable {
    /// What happens to it.
    enum Kind {
        case added
        /// Other content, another mode, or a link in place of a file.
        case modified
        /// Moved, with the same content or a similar one.
        case renamed
        case deleted
    }

    let kind: Kind
    /// The path from the top of the repository; of a deleted file the one that it had.
    let path: FilePath
    /// The path before, if it was renamed.
    let previousPath: FilePath?
    /// Nil for a file that is new.
    let before: GitObject?
    /// Nil for a file that is gone.
    let after: GitObject?
}
