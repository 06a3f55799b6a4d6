/// A file on the side after a change.
struct GitEntry: Equatable {
    /// The path from the top of the repository.
    let path: FilePath
    let object: GitObject
}
