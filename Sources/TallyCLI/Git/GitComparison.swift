/// How what is looked at differs from what it is compared with.
struct GitComparison {
    /// As it was asked for: `HEAD`, `origin/main`.
    let baseName: String
    /// The commit; nil before the first one, when everything is new.
    let baseCommit: String?
    /// In the order of the paths.
    let changes: [GitChange]
    /// The paths that a merge has left for a person to decide, in order; they are not among the changes.
    let conflicts: [FilePath]
}
