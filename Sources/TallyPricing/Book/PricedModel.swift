/// A model that a price book knows, with all its prices.
public struct PricedModel: Hashable, Sendable {
    /// How a name was recognized.
    public enum Match: String, Hashable, Codable, Sendable {
        /// It is the model's id.
        case id
        /// It is another name of the model.
        case alias
        /// It names the model with a date without dashes.
        case compactDate = "compact_date"
        /// It is `provider/model`.
        case providerPrefix = "provider_prefix"
        /// A layer over the book names it, and the book itself does not know it.
        case layer
    }

    /// The name that was asked for.
    public let requestedName: String
    /// The model's id in the price list.
    public let id: String
    /// The model's name for people.
    public let name: String
    /// The id of the provider that serves it.
    public let provider: String
    /// The provider's name for people.
    public let providerName: String
    /// The id of the provider whose list has the prices.
    ///
    /// Another one than ``provider`` where that one offers the model at the maker's prices. Special conditions of the maker (batch, tiers of service) do not hold there.
    public let listProvider: String
    /// The most input tokens it takes, if the list says.
    public let contextWindow: Int?
    /// Whether the provider has announced its end.
    public let isDeprecated: Bool
    /// How the name was recognized.
    public let match: Match
    /// The ordinary prices: of the cards in force the last holds.
    public let standard: [RateCard]
    /// Prices for special conditions: per counter, the first card that holds and has it, before the ordinary ones.
    public let variants: [RateCard]
}
