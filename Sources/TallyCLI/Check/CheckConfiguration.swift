internal import TallyConfiguration

/// `tally.yml` as `tally check` reads it.
struct CheckConfiguration {
    /// The path as messages show it.
    let path: FilePath
    let document: PolicyDocument

    /// The file's usual name.
    static let name = FilePath("tally.yml")
    private static let maximumBytes = 1 << 20

    /// Reads the file that is named, or the one at the top of the repository, or in the current folder outside of one.
    ///
    /// - Returns: Nil if none is named and there is none.
    static func read(
        _ named: FilePath?,
        in repository: GitRepository?
    ) throws(CommandFailure) -> CheckConfiguration? {
        if let named { return try Self.read(WholeInput.bytes(of: named), named) }
        if let repository, repository.isBare {
            switch try repository.objects().contents(at: Self.name, limit: Self.maximumBytes) {
            case nil: return nil
            case .bytes(let bytes): return try Self.read(bytes, Self.name)
            case .tooLarge(let size):
                throw CommandFailure(
                    .invalidArgument,
                    what: Self.name.displayText,
                    why:
                        "it has \(NumberText.grouped(size)) bytes; at most \(NumberText.grouped(Self.maximumBytes)) are read"
                )
            }
        }
        let path = repository?.root?.appending(Self.name.bytes) ?? Self.name
        guard OpenFile.kind(of: path) != nil else { return nil }
        return try Self.read(WholeInput.bytes(of: path), Self.name)
    }

    private static func read(_ bytes: [UInt8], _ path: FilePath) throws(CommandFailure) -> CheckConfiguration {
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw CommandFailure(.invalidArgument, what: path.displayText, why: "it is not UTF-8")
        }
        do throws(ConfigurationError) {
            return CheckConfiguration(path: path, document: try PolicyDocument(yaml: text, file: path.displayText))
        } catch {
            throw CommandFailure(error, what: path.displayText)
        }
    }
}
