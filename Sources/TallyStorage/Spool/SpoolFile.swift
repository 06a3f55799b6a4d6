/// A file that several hold, open until the last lets it go.
final class SpoolFile: Sendable {
    let file: DurableFile

    init(_ path: String, _ access: DurableFile.Access) throws(StorageError) {
        self.file = try DurableFile(path, access)
    }
}
