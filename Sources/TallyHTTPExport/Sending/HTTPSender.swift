#if HTTPExport

internal import AsyncHTTPClient
internal import NIOCore
internal import NIOHTTP1
package import TallyMetering
internal import TallyTokenizer

/// Sends bodies to one endpoint, each once, and says what became of it.
///
/// It never tries again: whoever calls knows what else waits, and how long. It may be used by any number of tasks at once.
/// Errors name status, host and path, and never a header, a query or a body.
package final class HTTPSender: Sendable {
    private struct State: Sendable {
        var client: HTTPClient?
        var isShutDown = false
        var pace: RequestPace?
    }

    /// Where it sends to.
    package let endpoint: HTTPEndpoint
    private let url: EndpointURL
    private let rules: StatusRules
    private let clock: MeterClock
    private let state: Locked<State>

    /// Creates a sender, which connects at its first request.
    ///
    /// - Parameters:
    ///   - endpoint: Where to and how.
    ///   - query: Parameters that the address has besides its own.
    ///   - rules: What statuses mean.
    ///   - clock: What timeouts, the rate limit and dates in answers are measured by.
    package init(
        _ endpoint: HTTPEndpoint,
        query: [(name: String, value: String)] = [],
        rules: StatusRules = .usual,
        clock: MeterClock = .system
    ) {
        self.endpoint = endpoint
        self.url = endpoint.url.adding(query: query)
        self.rules = rules
        self.clock = clock
        self.state = Locked(State(pace: endpoint.rateLimit.map { RequestPace($0) }))
    }

    deinit {
        // A client that nobody shut down would end the process when it goes.
        if let client = self.state.withLock({ $0.client }) {
            Task.detached { try? await client.shutdown() }
        }
    }

    /// Sends `body` by `POST` and returns the answer of a receiver that took it.
    ///
    /// - Parameters:
    ///   - body: What is sent; compressed on the way if the endpoint says so.
    ///   - contentType: The exact value of `Content-Type`.
    ///   - headers: Further headers, which win over those of the endpoint.
    /// - Throws: ``ExportError`` by ``StatusRules``; `unavailable` if there was no whole answer, since the receiver may
    ///   or may not have taken it; `timeout` if it did not come in time.
    package func send(
        _ body: [UInt8],
        contentType: String,
        headers: [(name: String, value: String)] = []
    ) async throws(ExportError) -> HTTPReply {
        let reply = try await self.exchange(body, contentType: contentType, headers: headers)
        if let error = self.error(of: reply) { throw error }
        return reply
    }

    /// Returns what `reply` means by the rules, or by `code` if that is not nil; nil if it was taken.
    package func error(of reply: HTTPReply, code: ExportError.Code? = nil) -> ExportError? {
        guard let code = code ?? self.rules.code(of: reply.status) else { return nil }
        let message = "\(self.url.shown) answered \(reply.status): \(StatusText.meaning(reply.status, code))"
        return ExportError(code, message, retryAfter: self.retryAfter(reply, code))
    }

    private func retryAfter(_ reply: HTTPReply, _ code: ExportError.Code) -> Duration? {
        guard ExportError(code, "").isRetryable else { return nil }
        return RetryAfter.delay(
            reply.values(of: "retry-after"),
            at: self.clock.now(),
            maximum: self.endpoint.maximumRetryAfter
        )
    }

    /// Sends `body` and returns the answer, whatever its status; redirects within the origin have been followed.
    ///
    /// - Throws: ``ExportError`` if there was no whole answer, or it leads elsewhere.
    package func exchange(
        _ body: [UInt8],
        contentType: String,
        headers: [(name: String, value: String)] = []
    ) async throws(ExportError) -> HTTPReply {
        let client = try await self.client()
        let payload = try Payload(body, of: self.endpoint)
        var url = self.url
        for _ in 0...max(0, self.endpoint.maximumRedirects) {
            try await self.waitForTurn()
            let fields = try await RequestHeaders.make(
                endpoint: self.endpoint,
                contentType: contentType,
                payload: payload,
                further: headers,
                now: self.clock.now()
            )
            let reply = try await self.attempt(payload, fields, at: url, by: client)
            guard 300...399 ~= reply.status else { return reply }
            url = try self.target(of: reply, from: url)
        }
        throw ExportError(
            .misconfigured,
            "\(self.url.shown) redirects more than \(self.endpoint.maximumRedirects) times: state its final address"
        )
    }

    /// Ends all connections, and may be called again; what is sent afterwards fails.
    package func shutdown() async {
        let client = self.state.withLock { state -> HTTPClient? in
            state.isShutDown = true
            defer { state.client = nil }
            return state.client
        }
        try? await client?.shutdown()
    }

    // MARK: - One request

    private func attempt(
        _ payload: Payload,
        _ headers: HTTPHeaders,
        at url: EndpointURL,
        by client: HTTPClient
    ) async throws(ExportError) -> HTTPReply {
        var request = HTTPClientRequest(url: url.text)
        request.method = .POST
        request.headers = headers
        request.body = .bytes(payload.buffer)
        let timeout = self.endpoint.timeouts.request
        do {
            return try await Deadline.run(timeout, clock: self.clock) { [request] in
                let response = try await client.execute(request, deadline: .distantFuture)
                return try await HTTPReply(response, rules: self.rules)
            }
        } catch is Deadline.Exceeded {
            throw ExportError(.timeout, "\(url.shown) did not answer within \(timeout); it may have the records")
        } catch {
            throw TransportFailure.error(error, at: url)
        }
    }

    private func target(of reply: HTTPReply, from url: EndpointURL) throws(ExportError) -> EndpointURL {
        guard reply.status == 307 || reply.status == 308 else {
            throw ExportError(
                .misconfigured,
                "\(url.shown) answered \(reply.status), a redirect that does not keep the body: state its final address"
            )
        }
        guard let location = reply.values(of: "location").first, let target = url.resolving(location) else {
            throw ExportError(.misconfigured, "\(url.shown) answered \(reply.status) without a usable address")
        }
        guard target.origin == url.origin else {
            throw ExportError(
                .misconfigured,
                "\(url.shown) redirects to \(target.origin), where records and credentials were not meant to go: "
                    + "state that address if it is right"
            )
        }
        return target
    }

    private func waitForTurn() async throws(ExportError) {
        let delay = self.state.withLock { state in state.pace?.take(at: self.clock.elapsed()) ?? .zero }
        guard delay > .zero else { return }
        do {
            try await self.clock.sleep(delay)
        } catch {
            throw ExportError(.unavailable, "cancelled while waiting for a turn at \(self.url.shown)")
        }
    }

    private func client() async throws(ExportError) -> HTTPClient {
        if let client = try self.knownClient() { return client }
        let configuration = try await ClientConfiguration.make(self.endpoint)
        return try self.state.withLock { (state) throws(ExportError) -> HTTPClient in
            if state.isShutDown { throw self.shutDownError }
            if let client = state.client { return client }
            let client = HTTPClient(eventLoopGroup: HTTPClient.defaultEventLoopGroup, configuration: configuration)
            state.client = client
            return client
        }
    }

    private func knownClient() throws(ExportError) -> HTTPClient? {
        try self.state.withLock { (state) throws(ExportError) -> HTTPClient? in
            if state.isShutDown { throw self.shutDownError }
            return state.client
        }
    }

    private var shutDownError: ExportError {
        ExportError(.misconfigured, "the exporter to \(self.url.shown) was shut down before this batch came")
    }
}

#endif
