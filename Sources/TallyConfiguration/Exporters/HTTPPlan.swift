/// A receiver that takes records by HTTP.
public struct HTTPPlan: Hashable, Sendable {
    /// Where the receiver is and how it is talked to.
    public var endpoint: EndpointPlan
    /// How records are written.
    public var encoding = EncodingPlan.ndjson

    /// Creates a plan for an address.
    public init(endpoint: EndpointPlan) {
        self.endpoint = endpoint
    }
}

/// Where a receiver is and how it is talked to.
public struct EndpointPlan: Hashable, Sendable {
    /// Who sends.
    public enum Credentials: Hashable, Sendable {
        /// Nobody says.
        case none
        /// `Authorization: Bearer`.
        case bearer(SecretSource)
        /// `Authorization: Basic`.
        case basic(user: ConfiguredText, password: SecretSource)
    }

    /// The value of a header.
    public enum HeaderValue: Hashable, Sendable {
        /// A text that is no secret, and says so: `{ text: … }`.
        case text(String)
        /// A secret.
        case secret(SecretSource)
    }

    /// The address.
    public var url: ConfiguredText
    /// Headers of each request, by name.
    public var headers: [String: HeaderValue] = [:]
    /// Who sends.
    public var credentials = Credentials.none
    /// How each body is signed.
    public var signature: SignaturePlan?
    /// A PEM file with the authorities that are trusted; nil for the system's.
    public var authoritiesFile: String?
    /// A PEM file with the sender's certificate.
    public var certificateFile: String?
    /// A PEM file with the key of the sender's certificate.
    public var keyFile: String?
    /// The way to the receiver.
    public var proxy: ProxyPlan?
    /// How long a request may take.
    public var timeout: Duration?
    /// How long a connection may take to be made.
    public var connectTimeout: Duration?
    /// Whether bodies are compressed by gzip.
    public var gzip: Bool?
    /// The most requests at once.
    public var concurrency: Int?
    /// How many requests may be sent in a time.
    public var rateLimit: RateLimitPlan?

    /// Creates a plan for an address.
    public init(url: ConfiguredText) {
        self.url = url
    }
}

/// How bodies are signed: HMAC with SHA-256.
public struct SignaturePlan: Hashable, Sendable {
    /// How the signature is written.
    public enum Form: String, Hashable, Sendable, CaseIterable {
        /// Hexadecimal digits.
        case hexadecimal
        /// Base64.
        case base64
    }

    /// How the time of a signature is written, which is signed too.
    public enum Timestamp: String, Hashable, Sendable, CaseIterable {
        /// Whole seconds since 1970.
        case seconds
        /// Milliseconds since 1970.
        case milliseconds
        /// As in RFC 3339.
        case text
        /// Not at all: only the body is signed.
        case none
    }

    /// The key that both sides know.
    public var key: SecretSource
    /// The header with the signature.
    public var header: String?
    /// What stands before the signature in its header.
    public var prefix: String?
    /// How the signature is written.
    public var form: Form?
    /// The header with the time.
    public var timestampHeader: String?
    /// How the time is written.
    public var timestamp: Timestamp?

    /// Creates a plan with the usual headers.
    public init(key: SecretSource) {
        self.key = key
    }
}

/// A proxy on the way to a receiver.
public struct ProxyPlan: Hashable, Sendable {
    /// What the proxy speaks.
    public enum Kind: String, Hashable, Sendable, CaseIterable {
        /// HTTP.
        case http
        /// SOCKS version 5.
        case socks
    }

    /// What the proxy speaks.
    public var kind = Kind.http
    /// The host of the proxy.
    public var host: String
    /// The port of the proxy.
    public var port: Int
    /// Who asks the proxy.
    public var credentials = EndpointPlan.Credentials.none

    /// Creates a plan for a proxy that speaks HTTP.
    public init(host: String, port: Int) {
        self.host = host
        self.port = port
    }
}

/// How many requests may be sent in a time.
public struct RateLimitPlan: Hashable, Sendable {
    /// How many requests.
    public var requests: Int
    /// In which time.
    public var period: Duration
    /// How many may be sent at once after a pause; nil for as many as ``requests``.
    public var burst: Int?

    /// Creates a limit.
    public init(requests: Int, per period: Duration = .seconds(1), burst: Int? = nil) {
        self.requests = requests
        self.period = period
        self.burst = burst
    }
}

extension EndpointPlan {
    /// What is wrong with an address, which is nil for one that can be used; it does not repeat it.
    ///
    /// An address with a user or with a parameter that may be a secret is wrong: it would be in files, logs and lists of
    /// processes.
    public static func problem(ofAddress text: String) -> String? {
        FileReader.problem(ofAddress: text)
    }
}
