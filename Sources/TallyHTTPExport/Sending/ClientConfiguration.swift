#if HTTPExport

internal import AsyncHTTPClient
internal import NIOCore
internal import NIOSSL
internal import TallyMetering

/// How the client under a sender is set up.
enum ClientConfiguration {
    /// Makes the configuration, for which certificate files are read and a proxy's password is asked for.
    ///
    /// - Throws: ``ExportError`` with `misconfigured` for files that can not be read and secrets that are not there.
    static func make(_ endpoint: HTTPEndpoint) async throws(ExportError) -> HTTPClient.Configuration {
        var configuration = HTTPClient.Configuration()
        configuration.tlsConfiguration = try Self.security(endpoint.tls)
        configuration.redirectConfiguration = .disallow
        // One connection a request: what shares a connection also shares its end.
        configuration.httpVersion = .http1Only
        configuration.timeout.connect = TimeAmount(clamping: endpoint.timeouts.connection)
        configuration.connectionPool.idleTimeout = TimeAmount(clamping: endpoint.timeouts.idle)
        configuration.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = max(1, endpoint.concurrency)
        // Whoever calls the sender tries again, and knows when.
        configuration.connectionPool.retryConnectionEstablishment = false
        // A span for each request that carries spans would have no end.
        configuration.tracing.tracer = nil
        if let proxy = endpoint.proxy { configuration.proxy = try await Self.proxy(proxy) }
        return configuration
    }

    private static func security(_ security: TransportSecurity) throws(ExportError) -> TLSConfiguration {
        var configuration = TLSConfiguration.makeClientConfiguration()
        if let file = security.authoritiesFile {
            let authorities = try Self.reading("the authorities' certificates", file) {
                try NIOSSLCertificate.fromPEMFile(file)
            }
            configuration.trustRoots = .certificates(authorities)
        }
        guard (security.certificateFile == nil) == (security.keyFile == nil) else {
            throw ExportError(
                .misconfigured,
                "a client's certificate needs its key, and a key its certificate: name both"
            )
        }
        if let file = security.certificateFile, let keyFile = security.keyFile {
            let chain = try Self.reading("the client's certificate", file) { try NIOSSLCertificate.fromPEMFile(file) }
            configuration.certificateChain = chain.map { .certificate($0) }
            configuration.privateKey = try Self.reading("the client's key", keyFile) {
                .privateKey(try NIOSSLPrivateKey(file: keyFile, format: .pem))
            }
        }
        return configuration
    }

    private static func reading<Value>(
        _ what: String,
        _ file: String,
        _ read: () throws -> Value
    ) throws(ExportError) -> Value {
        do {
            return try read()
        } catch {
            throw ExportError(.misconfigured, "\(what) can not be read from \(file): it must be there, and PEM")
        }
    }

    private static func proxy(_ proxy: HTTPProxy) async throws(ExportError) -> HTTPClient.Configuration.Proxy {
        guard proxy.kind == .http else {
            guard case .none = proxy.credentials else {
                throw ExportError(
                    .misconfigured,
                    "a password for a SOCKS proxy is not supported: use one that needs none"
                )
            }
            return .socksServer(host: proxy.host, port: proxy.port)
        }
        switch proxy.credentials {
        case .none: return .server(host: proxy.host, port: proxy.port)
        case .bearer(let token):
            let value = try await token.value(for: "the proxy's token")
            return .server(host: proxy.host, port: proxy.port, authorization: .bearer(tokens: value))
        case .basic(let user, let password):
            let value = try await password.value(for: "the proxy's password", isForHeader: false)
            let authorization = HTTPClient.Authorization.basic(username: user, password: value)
            return .server(host: proxy.host, port: proxy.port, authorization: authorization)
        }
    }
}

extension TimeAmount {
    /// As many nanoseconds as `duration` has, at least one and at most what fits.
    fileprivate init(clamping duration: Duration) {
        let (seconds, attoseconds) = duration.components
        let (nanoseconds, overflow) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
        self = .nanoseconds(overflow ? .max / 4 : max(1, nanoseconds + attoseconds / 1_000_000_000))
    }
}

#endif
