/// What the address of a request tells of its response.
///
/// ```swift
/// let endpoint = ProviderEndpoint(url: "https://openrouter.ai/api/v1/chat/completions")
/// endpoint.provider   // "openrouter"
/// endpoint.format     // .openRouter
/// ```
///
/// The form follows the path, since many servers offer OpenAI's or Anthropic's; the provider follows the host.
public struct ProviderEndpoint: Hashable, Sendable {
    /// The form of the response; nil if the path is none that is known.
    public let format: WireFormat?
    /// The provider's id as in the price book; nil for a host that is none's.
    public let provider: String?
    /// The model, where the address has it (Gemini, Vertex AI, Bedrock).
    public let model: String?
    /// The region, where the address has it (Bedrock, Vertex AI).
    public let region: String?

    /// Reads an address; of one that is not understood nothing is told.
    ///
    /// - Complexity: O(*n*) in its length.
    public init(url: String) {
        let address = URLParts(url)
        let provider = ProviderHosts.provider(host: address.host, path: address.path)
        self.provider = provider
        self.format = EndpointPath(address.path, provider: provider).format
        self.model = Self.model(address.path)
        self.region = Self.region(host: address.host, path: address.path)
    }

    private static func model(_ path: [String]) -> String? {
        if let place = path.lastIndex(of: "models"), path.count > place + 1 {
            // `models/gemini-3-pro:generateContent`; a listing has nothing behind it.
            let parts = path[place + 1].split(separator: ":", maxSplits: 1)
            return parts.count == 2 ? parts.first.map(String.init) : nil
        }
        guard let place = path.firstIndex(of: "model"), path.count > place + 2 else { return nil }
        return path[place + 1]
    }

    private static func region(host: String, path: [String]) -> String? {
        if let place = path.firstIndex(of: "locations"), path.count > place + 1 { return path[place + 1] }
        let labels = host.split(separator: ".")
        guard labels.count > 2, labels[0].hasPrefix("bedrock-runtime") else { return nil }
        return String(labels[1])
    }
}

extension WireFormat {
    /// The form of what is answered at this address; nil if it is none that is known.
    public init?(url: String) {
        guard let format = ProviderEndpoint(url: url).format else { return nil }
        self = format
    }
}
