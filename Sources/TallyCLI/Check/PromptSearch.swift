/// Finds the prompts that are to be checked.
struct PromptSearch {
    let request: CheckRequest
    let selection: PromptSelection

    // MARK: - In a repository

    /// The prompts of a comparison: those that changed, or those that are named.
    func candidates(
        in repository: GitRepository,
        _ comparison: GitComparison
    ) throws(CommandFailure) -> PromptCandidates {
        var found = PromptCandidates()
        let isEverything = self.request.takesAll || !self.request.paths.isEmpty
        let named = try self.request.paths.map { path throws(CommandFailure) in
            try repository.path(of: path)
        }
        if isEverything {
            var changes: [FilePath: GitChange] = [:]
            for change in comparison.changes where change.kind != .deleted { changes[change.path] = change }
            let entries = try repository.entries(below: named, workingTree: self.request.takesWorkingTree)
            try self.refuseUnknown(named, entries, comparison)
            let names = Set(named)
            for entry in entries where self.takes(entry.path, named: names) {
                if let change = changes[entry.path] {
                    self.add(change, repository, &found)
                } else {
                    self.add(entry, repository, &found)
                }
            }
        } else {
            for change in comparison.changes { self.add(change, repository, &found) }
        }
        let selected = GitPathSelection(named)
        found.conflicts = comparison.conflicts.filter { selected.contains($0) && self.selection.contains($0) }
        return found
    }

    private func takes(_ path: FilePath, named: Set<FilePath>) -> Bool {
        self.selection.contains(path) || named.contains(path) && self.selection.allows(path)
    }

    private func add(_ change: GitChange, _ repository: GitRepository, _ found: inout PromptCandidates) {
        let isNamed = !self.request.paths.isEmpty
        let isPrompt = change.kind != .deleted && (self.selection.contains(change.path) || isNamed)
        let old = change.previousPath ?? change.path
        let wasPrompt = change.before != nil && (self.selection.contains(old) || isNamed)
        guard isPrompt || wasPrompt else { return }
        let before = wasPrompt ? change.before.flatMap { repository.place(of: $0, at: old) } : nil
        let after = change.after.flatMap { repository.place(of: $0, at: change.path) }
        if isPrompt, after == nil, let object = change.after { return self.skip(change.path, object, &found) }
        guard isPrompt, let after else {
            // A link that is gone was never counted.
            guard before != nil else { return }
            // Deleted, or renamed to something that is no prompt.
            found.prompts.append(
                PromptCandidate(path: old, previousPath: nil, change: .deleted, before: before, after: nil)
            )
            return
        }
        let isRenamed = change.kind == .renamed && before != nil
        found.prompts.append(
            PromptCandidate(
                path: change.path,
                previousPath: isRenamed ? change.previousPath : nil,
                change: before == nil ? .added : isRenamed ? .renamed : .modified,
                before: before,
                after: after
            )
        )
    }

    private func add(_ entry: GitEntry, _ repository: GitRepository, _ found: inout PromptCandidates) {
        guard let place = repository.place(of: entry.object, at: entry.path) else {
            return self.skip(entry.path, entry.object, &found)
        }
        found.prompts.append(
            PromptCandidate(path: entry.path, previousPath: nil, change: .unchanged, before: place, after: place)
        )
    }

    private func skip(_ path: FilePath, _ object: GitObject, _ found: inout PromptCandidates) {
        switch object.mode {
        case .submodule: found.skip(path, "submodule", "another repository, which has rules of its own")
        default: found.skip(path, "symbolic link", "what it leads to is checked where it is")
        }
    }

    /// Says which named paths lead to nothing that git has.
    private func refuseUnknown(
        _ named: [FilePath],
        _ entries: [GitEntry],
        _ comparison: GitComparison
    ) throws(CommandFailure) {
        var known: Set<ArraySlice<UInt8>> = []
        for path in entries.map(\.path) + comparison.conflicts {
            known.insert(path.bytes[...])
            // Folders are known by what is in them.
            for end in path.bytes.indices where path.bytes[end] == .slash { known.insert(path.bytes[..<end]) }
        }
        for change in comparison.changes where change.kind == .deleted { known.insert(change.path.bytes[...]) }
        for (path, asWritten) in zip(named, self.request.paths) where !path.bytes.isEmpty {
            guard known.contains(path.bytes[...]) else {
                throw CommandFailure(
                    .invalidArgument,
                    what: asWritten.displayText,
                    why: self.request.takesWorkingTree ? "there is no such file" : "git has no such file in its index",
                    remedy: self.request.takesWorkingTree ? nil : "git add, or --working-tree"
                )
            }
        }
    }

    // MARK: - Outside a repository

    /// The prompts of folders and files, which are compared with nothing.
    func candidates() throws(CommandFailure) -> PromptCandidates {
        var found = PromptCandidates()
        for path in self.request.paths.isEmpty ? [FilePath(".")] : self.request.paths {
            guard let kind = OpenFile.kind(of: path) else {
                throw CommandFailure(.unreadableInput, what: path.displayText, why: "there is no such file")
            }
            if kind == .folder {
                try self.walk(path, &found)
            } else if self.selection.allows(path.withoutCurrentFolder) {
                self.add(path, &found)
            }
        }
        return found
    }

    private func walk(_ folder: FilePath, _ found: inout PromptCandidates) throws(CommandFailure) {
        do {
            try FolderWalk(ignoresFiles: true).forEach(in: folder) { entry in
                switch entry {
                case .file(let path):
                    if self.selection.contains(path.withoutCurrentFolder) { self.add(path, &found) }
                case .skipped(let path, let reason):
                    if self.selection.contains(path.withoutCurrentFolder) {
                        found.skip(path.withoutCurrentFolder, reason.name, reason.explanation)
                    }
                case .failed(let path, let error): throw CommandFailure(error, reading: path.displayText)
                }
            }
        } catch let failure as CommandFailure {
            throw failure
        } catch {
            throw CommandFailure(.unreadableInput, what: folder.displayText, why: "the folder can't be walked")
        }
    }

    private func add(_ path: FilePath, _ found: inout PromptCandidates) {
        let shown = path.withoutCurrentFolder
        found.prompts.append(
            PromptCandidate(path: shown, previousPath: nil, change: .unchanged, before: nil, after: .disk(path))
        )
    }
}
