internal import TallyConfiguration

extension CommandFailure {
    /// What is wrong with a configuration, each mistake on a line of its own.
    init(_ error: ConfigurationError, what: String) {
        self.init(
            .invalidArgument,
            what: what,
            why: error.problems.map(\.description).joined(separator: "\n  ")
        )
    }
}
