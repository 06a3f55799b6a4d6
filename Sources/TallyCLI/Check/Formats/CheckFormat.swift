internal import ArgumentParser

/// How `tally check` writes what it found.
enum CheckFormat: String, CaseIterable, ExpressibleByArgument {
    /// Aligned text for people; the same in a pipe as on a terminal.
    case table
    /// One JSON document, as `check.schema.json` describes it.
    case json
    /// Workflow commands, which GitHub Actions shows beside the files of a pull request.
    case github
    /// SARIF 2.1.0, for what collects the findings of many tools.
    case sarif
    /// A comment for a pull request.
    case markdown
}
