internal import TallyTokenizer

/// Working memory of one version, lent to one call at a time.
///
/// A call takes what was given back last, which is still near to the core and knows most words already, and makes new if
/// all is taken.
final class ClaudeWorkspacePool: Sendable {
    /// Safe: in the pool, or in the hands of the one call that has taken it; the lock orders what is done before and after.
    private final class Workspace: @unchecked Sendable {
        var marking: ClaudeMarking

        init(_ version: ClaudeVersion) {
            self.marking = ClaudeMarking(version)
        }
    }

    /// As many calls as this at the same time find again what they have given back; what further ones had is freed.
    private static let limit = 64

    private static let pools = ClaudeVersion.allCases.map(ClaudeWorkspacePool.init)

    private let version: ClaudeVersion
    private let free = Locked<[Workspace]>([])

    private init(_ version: ClaudeVersion) {
        self.version = version
    }

    /// The pool of a version, which all counters of that version share.
    static func shared(_ version: ClaudeVersion) -> ClaudeWorkspacePool {
        Self.pools.first { $0.version == version } ?? ClaudeWorkspacePool(version)
    }

    /// Calls `body` with working memory that nobody else uses until it returns.
    func withMarking<Result>(_ body: (inout ClaudeMarking) -> Result) -> Result {
        let workspace = self.free.withLock { $0.popLast() } ?? Workspace(self.version)
        let result = body(&workspace.marking)
        // What a giant text has needed is freed.
        if !workspace.marking.isLarge {
            self.free.withLock { if $0.count < Self.limit { $0.append(workspace) } }
        }
        return result
    }
}
