/// What calls can be told apart by: a tag, or a text of the record.
public enum Dimension: Hashable, Sendable {
    /// A tag by its key, `team`, `feature`, `use_case`, `environment`, `customer` and `user` among them.
    case tag(String)
    /// The model that answered.
    case model
    /// The model that was asked for.
    case requestedModel
    /// The provider, as in the price book.
    case provider
    /// The repository that was worked on.
    case repository
    /// The tool or agent that made the call.
    case tool
    /// The type of work.
    case work
    /// The place in the caller's source.
    case callSite
    /// The form of the response.
    case format
    /// The tier that served the request.
    case serviceTier
    /// The region that served the request.
    case region
    /// Why the output ended.
    case finishReason
    /// The kind of error of a call that failed.
    case error
    /// What the caller was doing: an agent's turn, a user's request.
    case interaction
    /// The conversation or run that the interaction belongs to.
    case session

    /// The team that pays.
    public static let team = Dimension.tag("team")
    /// The feature of the product.
    public static let feature = Dimension.tag("feature")
    /// What the feature uses the model for.
    public static let useCase = Dimension.tag("use_case")
    /// Where the service runs.
    public static let environment = Dimension.tag("environment")
    /// The customer on whose behalf the call was made.
    public static let customer = Dimension.tag("customer")
    /// The user on whose behalf the call was made.
    public static let user = Dimension.tag("user")

    private static let fields: [String: Dimension] = [
        "model": .model, "requested_model": .requestedModel, "provider": .provider, "repository": .repository,
        "tool": .tool, "work": .work, "call_site": .callSite, "format": .format, "service_tier": .serviceTier,
        "region": .region, "finish_reason": .finishReason, "error": .error, "interaction": .interaction,
        "session": .session,
    ]

    /// Returns the dimension that `name` names: a field of a record as the ledger has it, or else the key of a tag.
    ///
    /// - Returns: nil for a name that is empty.
    public init?(name: String) {
        guard !name.isEmpty else { return nil }
        self = Self.fields[name] ?? .tag(name)
    }

    /// The name, as a ledger and a command have it.
    public var name: String {
        if case .tag(let key) = self { return key }
        return Self.fields.first { $0.value == self }?.key ?? ""
    }
}
