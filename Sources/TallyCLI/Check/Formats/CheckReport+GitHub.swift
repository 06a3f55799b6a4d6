internal import TallyConfiguration
internal import TallyEstimation

extension CheckReport {
    /// The report as workflow commands of GitHub Actions, a line each: errors for what is broken, warnings for exceptions
    /// that soon end, notices for what the changes cost.
    var gitHubText: String { self.gitHubText(now: SystemClock.now) }

    /// The same at a moment, in seconds since 1970-01-01.
    func gitHubText(now: Int64) -> String {
        WorkflowCommand.lines(self.errorCommands)
            + WorkflowCommand.lines(self.warningCommands(now: now))
            + WorkflowCommand.lines(self.noticeCommands)
    }

    /// The job's summary; GitHub takes at most a mebibyte of it.
    var gitHubSummary: String { self.markdown(maximumBytes: 1_000_000, marker: nil) }

    private var errorCommands: [WorkflowCommand] {
        self.broken.map { prompt, finding in
            WorkflowCommand(
                .error,
                path: prompt.path,
                title: "tally check: \(finding.rule.rawValue)",
                message: "\(prompt.path.plainText): \(finding.sentence)\n\(self.reason(finding))"
            )
        }
    }

    /// Two weeks are time enough to do what the exception puts off.
    private static let secondsOfWarning: Int64 = 14 * 86_400

    private func warningCommands(now: Int64) -> [WorkflowCommand] {
        var commands: [WorkflowCommand] = []
        for prompt in self.prompts {
            for finding in prompt.findings {
                guard case .excepted(let exception) = finding.status,
                    exception.expires.secondsSince1970 - Self.secondsOfWarning <= now
                else { continue }
                commands.append(
                    WorkflowCommand(
                        .warning,
                        path: prompt.path,
                        title: "tally check: an exception ends after \(exception.lastDay)",
                        message: "\(prompt.path.plainText): \(finding.rule.rawValue) is excepted by "
                            + "\(exception.summary)\n\(finding.sentence)"
                    )
                )
            }
        }
        return commands + self.notes.map { WorkflowCommand(.warning, title: "tally check", message: $0.onOneLine) }
    }

    private var noticeCommands: [WorkflowCommand] {
        var commands: [WorkflowCommand] = []
        for prompt in self.promptsByWeight where self.base != nil && prompt.change != .unchanged {
            guard let tokens = prompt.tokenDifference, tokens != 0 else { continue }
            var message = "\(prompt.pathText): \(ChangeText.differenceOfCall(prompt))"
            if let money = prompt.thousandDifference { message += ", \(ChangeText.signed(money)) per 1,000 calls" }
            if let money = prompt.monthDifference { message += ", \(ChangeText.signed(money)) a month" }
            // A file that is gone has no line to stand beside.
            let path = prompt.change == .deleted ? nil : prompt.path
            commands.append(
                WorkflowCommand(
                    .notice,
                    path: path,
                    title: "tally check: \(ChangeText.signed(tokens, "token"))",
                    message: "\(message), with \(prompt.model.onOneLine)"
                )
            )
        }
        return commands
            + CheckNotes(self).notes.map { note in
                WorkflowCommand(.notice, title: "tally check", message: "\(note.text) (\(note.places))")
            }
    }
}
