/// How far a count can be trusted.
public enum Accuracy: String, Sendable, Hashable, CaseIterable {
    /// Equal to what the provider's own tokenizer, or its published reference, says.
    case exact
    /// From a model of an unpublished tokenizer that agrees with recorded counts; the evidence is in the documentation.
    case reconstructed
    /// From another tokenizer, because the model's own is not known or not part of this build; the reason says how far
    /// off it was found to be.
    case approximate
}
