internal import TallyPricing
internal import TallyTokenizer

#if canImport(FoundationEssentials)
internal import FoundationEssentials
#else
internal import Foundation
#endif

/// A policy file that can change while the program runs.
///
/// The policy in force is always a whole one: a file with mistakes changes nothing and is reported.
public final class PolicyFile: Sendable {
    /// What a look at the file found.
    public enum Change: Hashable, Sendable {
        /// The same text as before.
        case none
        /// Another policy, in force from now on.
        case loaded(PolicyDocument)
        /// A text with mistakes, which is left aside; it is reported once, until the text changes again.
        case broken(ConfigurationError)
    }

    private struct Contents: Sendable {
        var document: PolicyDocument
        /// The hash of the text that was seen last, also of a broken one; of a file that can't be read, what is wrong.
        var seen: String
    }

    /// The path of the file.
    public let path: String
    private let contents: Locked<Contents>

    /// Reads a file.
    ///
    /// - Throws: ``ConfigurationError`` if the file can't be read or has mistakes.
    public init(path: String) throws(ConfigurationError) {
        self.path = path
        let document = try PolicyDocument(yaml: try Self.text(path), file: path)
        self.contents = Locked(Contents(document: document, seen: document.contentHash))
    }

    /// The policy in force.
    public var current: PolicyDocument { self.contents.withLock(\.document) }

    /// Looks at the file, and takes its policy if the text is another one without mistakes.
    ///
    /// It reads the file and waits for that. Hand a new policy to `UsageGate.update(to:)`.
    public func reload() -> Change {
        do throws(ConfigurationError) {
            let text = try Self.text(self.path)
            let hash = SHA256.hexDigest(of: Array(text.utf8))
            guard self.see(hash) else { return .none }
            let document = try PolicyDocument(yaml: text, file: self.path)
            return self.contents.withLock { contents in
                // The text may be the one in force again, after a broken one.
                guard contents.document != document else { return .none }
                contents.document = document
                return .loaded(document)
            }
        } catch {
            // A text that is broken has been seen by its hash; a file that can't be read by its error.
            let isUnreadable = error.problems.count == 1 && error.problems[0].message.hasPrefix(Self.unreadable)
            return isUnreadable && !self.see(error.description) ? .none : .broken(error)
        }
    }

    /// Looks at the file again and again until the task is cancelled.
    ///
    /// - Parameters:
    ///   - interval: The time between two looks.
    ///   - clock: What the time between is waited for by.
    ///   - onChange: Is told of everything but ``Change/none``.
    public func run(
        checkingEvery interval: Duration,
        clock: MeterClock,
        onChange: @Sendable (Change) async -> Void
    ) async {
        while !Task.isCancelled {
            do {
                try await clock.sleep(interval)
            } catch {
                return
            }
            let change = self.reload()
            if change != .none { await onChange(change) }
        }
    }

    /// Whether this was not what was seen last.
    private func see(_ text: String) -> Bool {
        self.contents.withLock { contents in
            let isNew = contents.seen != text
            contents.seen = text
            return isNew
        }
    }

    private static let unreadable = "the file can't be read"

    private static func text(_ path: String) throws(ConfigurationError) -> String {
        let problem: String
        if let data = try? Data(contentsOf: URL(filePath: path)) {
            if let text = String(validating: data, as: UTF8.self) { return text }
            problem = Self.unreadable + " as UTF-8"
        } else {
            problem = Self.unreadable + "; is it there, and may this user read it?"
        }
        throw ConfigurationError([
            ConfigurationProblem(file: path, line: 0, column: 0, path: "", message: problem)
        ])
    }
}
