/// Where records are sent by HTTP, and how: what an operator configures.
///
/// ```swift
/// var endpoint = try HTTPEndpoint("https://collector.example/v1/usage")
/// endpoint.credentials = .bearer(.environment("COLLECTOR_TOKEN"))
/// endpoint.timeouts.request = .seconds(20)
/// let exporter = HTTPExporter(endpoint: endpoint, encoding: .jsonLines)
/// ```
public struct HTTPEndpoint: Sendable {
    /// The address.
    package var url: EndpointURL
    /// Headers that each request has, beside those that the encoding needs; they win over these.
    ///
    /// Values are secrets, since many receivers have a key header of their own.
    public var headers: [(name: String, value: Secret)] = []
    /// Who sends.
    public var credentials: HTTPCredentials = .none
    /// How each body is signed; nil for not at all.
    public var signature: BodySignature?
    /// How the receiver is trusted, and how it can trust.
    public var tls = TransportSecurity()
    /// The way to the receiver; nil for a direct one.
    ///
    /// The variables `HTTP_PROXY` and `HTTPS_PROXY` are not looked at.
    public var proxy: HTTPProxy?
    /// How long things may take.
    public var timeouts = HTTPTimeouts()
    /// Whether bodies are compressed by gzip.
    public var compressesBodies = false
    /// The most requests at once.
    public var concurrency = 4
    /// How many requests may be sent in a time; nil for any number.
    public var rateLimit: RateLimit?
    /// The longest wait that a receiver can ask for; what asks for more is taken to ask for this.
    public var maximumRetryAfter = Duration.seconds(3_600)
    /// How often a redirect (307, 308) within the same origin is followed.
    ///
    /// One to another origin is never followed, since body and credentials would go there.
    public var maximumRedirects = 3

    /// Creates an endpoint.
    ///
    /// - Parameter url: An address with `http` or `https`, its characters percent-encoded where need be, without a user.
    /// - Throws: ``ExportError`` with `misconfigured` for text that is no such address.
    public init(_ url: String) throws(ExportError) {
        self.url = try EndpointURL(url)
    }

    /// Adds a header that is no secret.
    public mutating func addHeader(_ name: String, _ value: String) {
        self.headers.append((name: name, value: .text(value)))
    }
}

/// How a sender says who it is.
public enum HTTPCredentials: Sendable {
    /// Not at all.
    case none
    /// By `Authorization: Bearer`.
    case bearer(Secret)
    /// By `Authorization: Basic` (RFC 7617).
    case basic(user: String, password: Secret)
}

/// How a receiver is trusted, and how a sender shows who it is by TLS.
///
/// Files are PEM and read at the first request of an exporter.
public struct TransportSecurity: Sendable, Hashable {
    /// A file with the certificates of the authorities that are trusted; nil trusts those of the system.
    public var authoritiesFile: String?
    /// A file with the sender's certificate and those between it and an authority; nil for none.
    public var certificateFile: String?
    /// A file with the key of the sender's certificate, without a password.
    public var keyFile: String?

    /// Trusts the system's authorities, and shows no certificate.
    public init() {}
}

/// A proxy on the way to a receiver.
public struct HTTPProxy: Sendable {
    /// What the proxy speaks.
    public enum Kind: String, Hashable, Sendable, CaseIterable {
        /// HTTP: a tunnel by `CONNECT`, whatever the address.
        case http
        /// SOCKS version 5, without a password.
        case socks
    }

    /// What the proxy speaks.
    public var kind: Kind
    /// The host of the proxy.
    public var host: String
    /// The port of the proxy.
    public var port: Int
    /// Who asks the proxy; read at the first request only.
    public var credentials: HTTPCredentials = .none

    /// Creates a proxy.
    public init(_ kind: Kind = .http, host: String, port: Int) {
        self.kind = kind
        self.host = host
        self.port = port
    }
}

/// How long parts of a request may take.
public struct HTTPTimeouts: Hashable, Sendable {
    /// From the beginning to the last byte of the answer.
    public var request = Duration.seconds(30)
    /// To a connection, TLS included.
    public var connection = Duration.seconds(10)
    /// How long a connection is kept that nothing is sent on; less than the receiver keeps it.
    ///
    /// A receiver that closes first may do so just when a request is on its way. Such a request is sent again.
    public var idle = Duration.seconds(30)

    /// Creates the timeouts that suit most receivers.
    public init() {}
}

/// How many requests may be sent in a time.
public struct RateLimit: Hashable, Sendable {
    /// How many requests.
    public var requests: Int
    /// In which time.
    public var period: Duration
    /// How many may be sent at once after a pause.
    public var burst: Int

    /// Creates a limit; numbers below one count as one.
    ///
    /// - Parameter burst: As many as ``requests`` if it is nil.
    public init(requests: Int, per period: Duration = .seconds(1), burst: Int? = nil) {
        self.requests = max(1, requests)
        self.period = max(period, .milliseconds(1))
        self.burst = max(1, burst ?? requests)
    }
}
