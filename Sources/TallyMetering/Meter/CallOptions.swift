/// What else is known of a call before it is made.
public struct CallOptions: Sendable {
    /// What the call is expected to use.
    public var estimate: CallEstimate?
    /// The maximum of output tokens that is asked for.
    public var requestedMaxOutput: Int?
    /// The form of the response; nil lets the bytes tell.
    public var format: WireFormat?
    /// Where in the caller's work the call is made.
    public var origin: CallOrigin
    /// The region that the request is sent to, where it changes the price.
    public var region: String?
    /// The route: a Bedrock inference profile, an endpoint.
    public var route: String?
    /// Whether it is one of a batch.
    public var isBatch: Bool
    /// What the caller is doing; nil takes what the task says.
    public var interactionID: String?
    /// The conversation or run that the interaction belongs to; nil takes what the task says.
    public var sessionID: String?
    /// Keyed hashes and lengths of the blocks at the beginning of the prompt.
    public var prefixBlocks: [PrefixBlock]

    /// Creates options that say nothing but the arguments.
    public init(
        estimate: CallEstimate? = nil,
        requestedMaxOutput: Int? = nil,
        format: WireFormat? = nil,
        origin: CallOrigin = CallOrigin()
    ) {
        self.estimate = estimate
        self.requestedMaxOutput = requestedMaxOutput
        self.format = format
        self.origin = origin
        self.isBatch = false
        self.prefixBlocks = []
    }
}
