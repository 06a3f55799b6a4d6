internal import TallyConfiguration
internal import TallyEstimation
internal import TallyMetering

/// Finds prompts, measures them on both sides of a change, and holds them against the rules.
struct CheckRun {
    let request: CheckRequest
    let console: Console

    /// The largest prompt that is read, in bytes: more than fits into any model's window.
    static let maximumBytes = 64 << 20

    func report() throws(CommandFailure) -> CheckReport {
        let repository = try GitRepository.find()
        let configuration = try CheckConfiguration.read(self.request.configuration, in: repository)
        let policy = configuration?.document
        let selection = PromptSelection(
            policy?.prompts ?? PromptPolicy(),
            approvedModels: policy?.policy.rules.approvedModels
        )
        let search = PromptSearch(request: self.request, selection: selection)
        var found: PromptCandidates
        var base: CheckReport.Base?
        var contents = FileContents(objects: nil, limit: Self.maximumBytes)
        if let repository {
            let comparison = try repository.comparison(
                base: self.request.base,
                workingTree: self.request.takesWorkingTree
            )
            found = try search.candidates(in: repository, comparison)
            base = CheckReport.Base(name: comparison.baseName, commit: comparison.baseCommit)
            if !found.prompts.isEmpty {
                contents = FileContents(objects: try repository.objects(), limit: Self.maximumBytes)
            }
        } else if let base = self.request.base {
            throw CommandFailure(.invalidArgument, what: "--base \(base)", why: "there is no git repository here")
        } else {
            found = try search.candidates()
        }
        found.sort()
        var measuring = PromptMeasuring(PriceBook.bundled, self.request.conditions)
        var prompts: [CheckedPrompt] = []
        var skipped = found.skipped
        for candidate in found.prompts {
            try self.console.showProgress {
                "checking \(NumberText.grouped(prompts.count + 1)) of \(NumberText.grouped(found.prompts.count)) prompts"
            }
            switch try self.check(candidate, selection, contents, &measuring) {
            case .prompt(let prompt): prompts.append(prompt)
            case .skipped(let file): skipped.append(file)
            }
        }
        skipped.sort { $0.path.bytes.lexicographicallyPrecedes($1.path.bytes) }
        for path in found.conflicts { prompts.append(try self.conflict(at: path, selection, &measuring)) }
        return CheckReport(
            base: base,
            configuration: configuration?.path,
            prompts: prompts,
            skipped: skipped,
            book: measuring.book,
            notes: []
        )
    }

    private enum Outcome {
        case prompt(CheckedPrompt)
        case skipped(CheckReport.Skipped)
    }

    private func check(
        _ candidate: PromptCandidate,
        _ selection: PromptSelection,
        _ contents: FileContents,
        _ measuring: inout PromptMeasuring
    ) throws(CommandFailure) -> Outcome {
        var settings = selection.settings(for: candidate.path)
        if let model = self.request.model { settings.model = PromptSettings.Setting(value: model, line: 0) }
        if let output = self.request.outputTokens { settings.outputTokens = output }
        var before: PromptSide?
        if let place = candidate.before, case .text(let bytes) = try contents.read(place) {
            before = try PromptSide(bytes, at: candidate.previousPath ?? candidate.path, settings, &measuring)
        }
        var after: PromptSide?
        var uncountable: CheckFinding?
        if let place = candidate.after {
            switch try contents.read(place) {
            case .text(let bytes): after = try PromptSide(bytes, at: candidate.path, settings, &measuring)
            case .binary(let offset):
                let reason = "NUL byte at offset \(offset): a prompt is UTF-8 text"
                return .skipped(CheckReport.Skipped(path: candidate.path, name: "binary", explanation: reason))
            case .tooLarge(let bytes):
                let most = NumberText.grouped(Self.maximumBytes)
                uncountable = PromptJudgement.uncountable(
                    "\(NumberText.grouped(bytes)) bytes; at most \(most) are counted; make it smaller, or exclude it"
                )
            }
        } else if before == nil {
            // What was binary or too large is gone.
            return .skipped(CheckReport.Skipped(path: candidate.path, name: "deleted", explanation: "it was no text"))
        }
        let model = after?.model ?? before?.model ?? settings.model?.value ?? PromptSide.assumedModel
        let subject = try measuring.subject(model)
        var unchanged: Int?
        if let before, let after, candidate.change != .unchanged {
            unchanged = try measuring.unchangedPrefix(before.text, after.text, for: model)
        }
        var findings = uncountable.map { [$0] } ?? []
        if let after {
            try self.validate(settings, for: candidate.path)
            let judgement = PromptJudgement(
                path: candidate.path,
                change: candidate.change,
                model: model,
                window: subject.window,
                settings: settings,
                before: before?.measure,
                unchangedPrefix: unchanged,
                selection: selection,
                now: Timestamp(millisecondsSince1970: SystemClock.now * 1_000)
            )
            findings += judgement.findings(about: after.measure)
        }
        var notes = (after ?? before)?.text.notes ?? []
        if let old = before?.model, let new = after?.model, old != new {
            notes.append("the model changes from \(old) to \(new)")
        }
        if settings.model == nil, (after ?? before)?.text.request?.model == nil {
            notes.append("no model is named: \(model) is assumed (model: in tally.yml, or --model)")
        }
        return .prompt(
            CheckedPrompt(
                path: candidate.path,
                previousPath: candidate.previousPath,
                change: candidate.change,
                kind: (after ?? before)?.text.kind ?? .text,
                model: model,
                choice: subject.choice,
                contextWindow: subject.window,
                before: before?.measure,
                after: after?.measure,
                unchangedPrefix: unchanged,
                settings: settings,
                findings: findings,
                notes: notes
            )
        )
    }

    /// Refuses rules that say too little to be held.
    private func validate(_ settings: PromptSettings, for path: FilePath) throws(CommandFailure) {
        guard let most = settings.maximumCostPerMonth, settings.callsPerMonth == nil else { return }
        throw CommandFailure(
            .invalidArgument,
            what: "tally.yml:\(most.line)",
            why: "max_cost_per_month holds for \(path.displayText), but no rule says how many calls a month there are",
            remedy: "calls_per_month: 100_000 in the same rule"
        )
    }

    private func conflict(
        at path: FilePath,
        _ selection: PromptSelection,
        _ measuring: inout PromptMeasuring
    ) throws(CommandFailure) -> CheckedPrompt {
        let settings = selection.settings(for: path)
        let model = self.request.model ?? settings.model?.value ?? PromptSide.assumedModel
        let subject = try measuring.subject(model)
        return CheckedPrompt(
            path: path,
            previousPath: nil,
            change: .modified,
            kind: .text,
            model: model,
            choice: subject.choice,
            contextWindow: subject.window,
            before: nil,
            after: nil,
            unchangedPrefix: nil,
            settings: settings,
            findings: [
                PromptJudgement.uncountable("the merge has conflicts here; resolve them, then 'git add' the file")
            ],
            notes: []
        )
    }
}
