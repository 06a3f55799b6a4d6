internal import TallyEstimation

/// A prompt on one side of a change: what is sent of it, to which model, and how much that is.
struct PromptSide {
    let text: PromptText
    let model: String
    let measure: PromptMeasure

    /// What prompts are counted and priced for where nobody names a model; reports say so.
    static let assumedModel = "gpt-4o"

    /// Reads and measures a file; a request that names its model is for that one.
    ///
    /// - Complexity: O(*n*).
    init(
        _ bytes: [UInt8],
        at path: FilePath,
        _ settings: PromptSettings,
        _ measuring: inout PromptMeasuring
    ) throws(CommandFailure) {
        self.text = PromptText(bytes, at: path, settings)
        self.model = self.text.request?.model ?? settings.model?.value ?? Self.assumedModel
        do throws(CommandFailure) {
            self.measure = try measuring.measure(self.text, bytes: bytes.count, for: self.model, settings)
        } catch {
            let line = self.text.request?.model == nil ? settings.model?.line ?? 0 : 0
            let place = line > 0 ? "tally.yml:\(line)" : path.displayText
            throw CommandFailure(error.code, what: place, why: "\(error.what): \(error.why)", remedy: error.remedy)
        }
    }
}
