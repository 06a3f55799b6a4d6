internal import TallyPricing

/// What `tally check` is asked.
struct CheckRequest {
    /// Files and folders; empty for the prompts that changed.
    var paths: [FilePath] = []
    /// The revision to compare with; nil for `HEAD`.
    var base: String?
    /// Whether files are taken as they are on disk, not as they are in the index.
    var takesWorkingTree = false
    /// Whether prompts are checked that did not change.
    var takesAll = false
    /// In place of the models that `tally.yml` names.
    var model: String?
    /// In place of what `tally.yml` expects.
    var outputTokens: Int?
    /// The path of `tally.yml`; nil for the one at the top of the repository.
    var configuration: FilePath?
    var conditions: PricingConditions
}
