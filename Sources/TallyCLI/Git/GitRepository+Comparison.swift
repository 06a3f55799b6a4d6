extension GitRepository {
    /// What is looked at, how it differs from a base, and where a merge is not decided.
    ///
    /// What is looked at is the index, in a bare repository `HEAD`, or with `workingTree` what is on the disk, with the
    /// files that git neither has nor ignores. In a merge, what comes unchanged from another commit of the merge is
    /// left out.
    ///
    /// - Parameter base: Nil for `HEAD`, or nothing at all before the first commit; else a name of a commit, and the
    ///   base is where its history and that of `HEAD` part. In a merge, where it parts from that of the commit to be.
    /// - Throws: ``CommandFailure`` if there is no such base, or git can't read the repository.
    func comparison(base: String?, workingTree: Bool) throws(CommandFailure) -> GitComparison {
        try self.requireSides(base: base, workingTree: workingTree)
        let heads = self.mergeHeads()
        let commit = if let base { try self.mergeBase(base, heads) } else { self.head }
        var difference = try self.difference(from: commit ?? self.emptyTree, findsRenames: true)
        let state = workingTree ? try self.diskState() : nil
        if let state { difference.replaceIndex(by: state) }
        if base == nil {
            // On the disk, what is not as the index has it is from no commit.
            let own = Set(state?.files.map(\.path) ?? [])
            for head in heads where !difference.changes.isEmpty {
                let other = Set(try self.difference(from: head, findsRenames: false).changes.map(\.path))
                difference.changes.removeAll { !other.contains($0.path) && !own.contains($0.path) }
            }
        }
        return GitComparison(
            baseName: base ?? "HEAD",
            baseCommit: commit,
            changes: difference.changes.sorted { $0.path.bytes.lexicographicallyPrecedes($1.path.bytes) },
            conflicts: difference.conflicts
        )
    }

    /// How the index, or `HEAD` if the repository is bare, differs from a commit or tree.
    ///
    /// - Parameter patterns: What to look at, in git's own words; everything if there are none.
    func difference(
        from tree: String,
        findsRenames: Bool,
        patterns: [[UInt8]] = []
    ) throws(CommandFailure) -> GitDifference {
        // Said in full, since a person's configuration decides what is not. What is inside a submodule is no matter.
        let form = ["--raw", "-z", "--no-abbrev", "--no-ext-diff", "--no-textconv", "--ignore-submodules=dirty"]
        let renames = findsRenames ? ["-M50%", "-l1000"] : ["--no-renames"]
        let command: [String]
        if self.isBare {
            command = ["diff-tree", "-r"] + form + renames + [tree, self.head ?? self.emptyTree]
        } else {
            // What `git add -N` announces is no part of the next commit.
            command = ["diff-index", "--cached", "--ita-invisible-in-index"] + form + renames + [tree]
        }
        return try GitDifference(try self.git.answer(command + ["--"], paths: patterns))
    }

    private func requireSides(base: String?, workingTree: Bool) throws(CommandFailure) {
        guard self.isBare else { return }
        if workingTree {
            throw CommandFailure(
                .invalidArgument,
                what: "--working-tree",
                why: "\(self.gitFolder.displayText) is a bare repository: it has no files on the disk",
                remedy: "--base REV, which compares its HEAD with REV"
            )
        }
        if base == nil {
            throw CommandFailure(
                .invalidArgument,
                what: self.gitFolder.displayText,
                why: "a bare repository has no index, and so nothing that is about to be committed",
                remedy: "--base REV, which compares its HEAD with REV"
            )
        }
    }

    /// The commit at which the history of `base` and that of what is looked at part.
    private func mergeBase(_ base: String, _ mergeHeads: [String]) throws(CommandFailure) -> String {
        let name = "--base \(FilePath(base).displayText)"
        guard let head else {
            throw CommandFailure(
                .invalidArgument,
                what: name,
                why: "there is no commit yet that could have something in common with it",
                remedy: "tally check without --base"
            )
        }
        guard let first = base.utf8.first, first != UInt8(ascii: "-"), !base.utf8.contains(0) else {
            throw CommandFailure(.invalidArgument, what: name, why: "no name of a commit", remedy: "--base origin/main")
        }
        let (answer, refusal) = try self.git.run(["merge-base", base, head] + mergeHeads)
        guard let refusal else {
            return String(decoding: answer.prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self)
        }
        if refusal.isSilentNo { throw self.noMergeBase(name) }
        if refusal.text.hasPrefix("Not a valid") { throw self.unknownBase(name) }
        throw refusal.failure
    }

    private static let deepen = "git fetch --unshallow; in GitHub Actions: fetch-depth: 0 for actions/checkout"

    private func unknownBase(_ name: String) -> CommandFailure {
        self.isShallow
            ? CommandFailure(
                .invalidArgument,
                what: name,
                why: "no such commit here: this clone is shallow, and leaves out other branches and older commits",
                remedy: Self.deepen
            )
            : CommandFailure(
                .invalidArgument,
                what: name,
                why: "the repository has no commit of this name",
                remedy: "git fetch, or a name that `git branch --all` lists"
            )
    }

    private func noMergeBase(_ name: String) -> CommandFailure {
        self.isShallow
            ? CommandFailure(
                .invalidArgument,
                what: name,
                why: "no commit is in common with HEAD: this clone is shallow, and leaves out older commits",
                remedy: Self.deepen
            )
            : CommandFailure(
                .invalidArgument,
                what: name,
                why: "no commit is in common with HEAD: the histories have nothing to do with each other",
                remedy: "--base with a commit that HEAD comes from"
            )
    }
}
