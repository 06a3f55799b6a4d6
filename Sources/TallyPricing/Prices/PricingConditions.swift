/// What, besides the usage, decides the price of a request.
///
/// The values are those of the *response*: a provider may serve another tier than was asked for, and charges what it
/// served.
public struct PricingConditions: Hashable, Sendable {
    /// How the request was processed.
    public enum Processing: String, Hashable, Codable, Sendable {
        /// At once.
        case standard
        /// In a batch, usually at half the price.
        case batch
    }

    /// The time of the request in seconds since 1970-01-01 UTC.
    ///
    /// Nil takes the prices of the book's own date.
    public var at: Int64?
    /// How the request was processed.
    public var processing: Processing
    /// The service tier, in the provider's word: `default`, `flex`, `priority`.
    public var serviceTier: String?
    /// The speed, in the provider's word: `standard`, `fast`.
    public var speed: String?
    /// The region that served the request, where it changes the price.
    public var region: String?
    /// The route: a Bedrock inference profile, an endpoint.
    public var route: String?
    /// Any other condition by name.
    public var others: [String: String]

    /// Creates conditions; without arguments those of an ordinary request at the book's own date.
    public init(
        at: Int64? = nil,
        processing: Processing = .standard,
        serviceTier: String? = nil,
        speed: String? = nil,
        region: String? = nil,
        route: String? = nil,
        others: [String: String] = [:]
    ) {
        self.at = at
        self.processing = processing
        self.serviceTier = serviceTier
        self.speed = speed
        self.region = region
        self.route = route
        self.others = others
    }

    /// The conditions as the keys and values that a ``PriceCondition`` selects by.
    public var selectors: [String: String] {
        var selectors = self.others
        if self.processing == .batch { selectors["processing"] = "batch" }
        if let serviceTier { selectors["service_tier"] = serviceTier }
        if let speed { selectors["speed"] = speed }
        if let region { selectors["region"] = region }
        if let route { selectors["route"] = route }
        return selectors
    }

    /// Values that mean "nothing special", so that a price list need not mention them.
    static let ordinary: Set<String> = ["auto", "default", "global", "on_demand", "standard"]
}
