#if HTTPClient

public import AsyncHTTPClient
public import Logging
public import NIOCore
public import TallyMetering

/// An `HTTPClient` whose calls of model providers are metered.
///
/// ```swift
/// let client = HTTPClient.shared.metered()
/// let response = try await client.execute(request, timeout: .seconds(60), model: "gpt-5")
/// ```
///
/// The request goes out and the response comes in unchanged, chunk by chunk as it arrives; beside it the usage is read. It
/// is recorded at the end of the body, at an error, or when nobody reads on. A response whose bytes are compressed can not
/// be read: have the client decompress (`configuration.decompression`), or its usage is recorded as unknown.
public struct MeteredHTTPClient: Sendable {
    /// The client that sends the requests.
    public let client: HTTPClient
    /// The meter that records them; nil takes ``UsageMeter/current`` of the task that sends.
    public let meter: UsageMeter?

    /// Creates a client that sends with `client` and records with `meter`.
    public init(_ client: HTTPClient, meter: UsageMeter? = nil) {
        self.client = client
        self.meter = meter
    }

    /// Sends a request and returns its response, whose body is metered as it is read.
    ///
    /// A request to an address that is no provider's passes through without a record, unless `options` name a format.
    ///
    /// - Parameters:
    ///   - request: The request.
    ///   - deadline: When the request must be complete.
    ///   - model: The model that is asked for; nil takes what the address or the response says.
    ///   - tags: Who makes the call, what for, beyond what the meter and the task say.
    ///   - options: What else is known of the call.
    ///   - logger: The logger that the client uses for the request.
    /// - Throws: What the client throws, and ``CallRefusal`` if the call may not be made.
    public func execute(
        _ request: HTTPClientRequest,
        deadline: NIODeadline,
        model: String? = nil,
        tags: UsageTags = UsageTags(),
        options: CallOptions = CallOptions(),
        logger: Logger? = nil
    ) async throws -> HTTPClientResponse {
        let endpoint = ProviderEndpoint(url: request.url)
        guard let format = options.format ?? endpoint.format else {
            return try await self.client.execute(request, deadline: deadline, logger: logger)
        }
        var options = options
        options.format = format
        options.region = options.region ?? endpoint.region
        let call = try await (self.meter ?? .current).begin(
            model: model ?? endpoint.model ?? "",
            provider: endpoint.provider,
            tags: tags,
            options: options
        )
        do {
            let response = try await self.client.execute(request, deadline: deadline, logger: logger)
            return response.metered(by: call)
        } catch {
            call.close(failedWith: error)
            throw error
        }
    }

    /// Sends a request and returns its response, whose body is metered as it is read.
    ///
    /// It is ``execute(_:deadline:model:tags:options:logger:)`` with the deadline `timeout` from now.
    public func execute(
        _ request: HTTPClientRequest,
        timeout: TimeAmount,
        model: String? = nil,
        tags: UsageTags = UsageTags(),
        options: CallOptions = CallOptions(),
        logger: Logger? = nil
    ) async throws -> HTTPClientResponse {
        try await self.execute(
            request,
            deadline: .now() + timeout,
            model: model,
            tags: tags,
            options: options,
            logger: logger
        )
    }
}

extension HTTPClient {
    /// This client with its calls of model providers metered.
    ///
    /// - Parameter meter: The meter that records them; nil takes ``UsageMeter/current`` of the task that sends.
    public func metered(by meter: UsageMeter? = nil) -> MeteredHTTPClient {
        MeteredHTTPClient(self, meter: meter)
    }
}

#endif
