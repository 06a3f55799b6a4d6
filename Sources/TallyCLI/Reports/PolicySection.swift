internal import TallyConfiguration

/// The part of `tally.yml` that a report takes its rules from.
enum PolicySection {
    /// The file that is looked for where none is named.
    static let name = "tally.yml"

    /// The document of a file; without a name that of `tally.yml` here, and nil if there is none.
    static func document(of file: String?) throws(CommandFailure) -> PolicyDocument? {
        let path = file ?? Self.name
        guard file != nil || OpenFile.kind(of: FilePath(path)) != nil else { return nil }
        do throws(ConfigurationError) {
            return try PolicyFile(path: path).current
        } catch {
            throw CommandFailure(error, what: path)
        }
    }
}
