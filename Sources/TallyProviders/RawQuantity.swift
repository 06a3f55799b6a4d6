/// A number as a provider said it.
public struct RawQuantity: Hashable, Codable, Sendable {
    /// Where it stood, as names joined by dots: `usage.prompt_tokens_details.cached_tokens`.
    public var path: String
    /// The number as it was written.
    public var number: String

    /// Creates a quantity.
    public init(path: String, number: String) {
        self.path = path
        self.number = number
    }
}
