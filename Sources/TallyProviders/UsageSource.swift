/// Where a usage comes from.
///
/// The raw values are stable and a bounded set, safe as metric labels.
public enum UsageSource: String, Hashable, Codable, Sendable {
    /// The provider said it.
    case provider
    /// The response ended before the provider had said all of it: at least one class was counted from the text that came.
    case counted
    /// Nobody knows it: the provider did not say, and there was nothing to count.
    case unknown
}
