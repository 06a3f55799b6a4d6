/// What must not be seen: a key, a token, a password.
///
/// It is read each time that it is needed, so that a secret that was renewed is used at once; and it is never printed: its
/// description, its mirror and every error are without it.
///
/// ```swift
/// endpoint.credentials = .bearer(.environment("COLLECTOR_TOKEN"))
/// endpoint.credentials = .bearer(Secret { try await vault.token() })
/// ```
public struct Secret: Sendable {
    private let source: String
    private let read: @Sendable () async throws -> String

    /// Creates a secret that `read` returns.
    ///
    /// It is called before each request, at once from several tasks; an expensive one should remember what it returned.
    public init(_ read: @escaping @Sendable () async throws -> String) {
        self.source = "a closure"
        self.read = read
    }

    private init(source: String, _ read: @escaping @Sendable () async throws -> String) {
        self.source = source
        self.read = read
    }

    /// The secret is the value of the environment variable `name`, as it is when it is needed.
    public static func environment(_ name: String) -> Secret {
        Secret(source: "the environment variable \(name)") {
            guard let value = Environment.value(name) else { throw Missing() }
            return value
        }
    }

    /// The secret is `text`; one that is written in a program's source is none.
    public static func text(_ text: String) -> Secret {
        Secret(source: "a text") { text }
    }

    /// Returns the secret, for a place where only printable ASCII may stand if `isForHeader`.
    ///
    /// - Throws: ``ExportError`` with `misconfigured` if there is none, it is empty or has a control character.
    package func value(for purpose: String, isForHeader: Bool = true) async throws(ExportError) -> String {
        let value: String
        do {
            value = try await self.read()
        } catch {
            // The error may repeat what it should not: only its type is told.
            throw ExportError(.misconfigured, "\(purpose) can not be read from \(self.source) (\(type(of: error)))")
        }
        guard !value.isEmpty else {
            throw ExportError(.misconfigured, "\(purpose) from \(self.source) is empty")
        }
        if isForHeader, !value.utf8.allSatisfy({ 0x20...0x7E ~= $0 }) {
            throw ExportError(
                .misconfigured,
                "\(purpose) from \(self.source) has a line end or another character that a header can not have"
            )
        }
        return value
    }

    private struct Missing: Error {}
}

extension Secret: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// Says that it is a secret, and nothing of it.
    public var description: String { "a secret" }
    /// Says that it is a secret, and nothing of it.
    public var debugDescription: String { "a secret" }
    /// Has no children.
    public var customMirror: Mirror { Mirror(self, children: []) }
}
