/// A text that is written in the file, or found elsewhere when exporters are made.
public enum ConfiguredText: Hashable, Sendable {
    /// The text itself.
    case text(String)
    /// The value of an environment variable: `{ env: NAME }`.
    case environment(String)
    /// The contents of a file, without a line end at its end: `{ file: PATH }`.
    case file(String)
}

/// Where a secret is found: never in the file itself, which is read by many and kept for long.
public enum SecretSource: Hashable, Sendable {
    /// In an environment variable: `{ env: NAME }`.
    case environment(String)
    /// In a file, without a line end at its end: `{ file: PATH }`; it is read each time that the secret is needed, so that
    /// one that was renewed is used at once.
    case file(String)
}
