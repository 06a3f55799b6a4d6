#if HTTPExport

internal import AsyncHTTPClient
internal import NIOCore
internal import NIOSSL
internal import TallyMetering

/// What it means that there was no answer.
enum TransportFailure {
    /// Returns the error for `failure`, told in words of its kind and without its text.
    static func error(_ failure: any Error, at url: EndpointURL) -> ExportError {
        switch failure {
        case let error as ExportError: return error
        case is CancellationError: return Self.cancelled(url)
        case let error as HTTPClientError: return Self.error(error, at: url)
        // Of NIOPosix, which is here for no other reason.
        case _ where Self.kind(failure) == "NIOConnectionError":
            return ExportError(.unavailable, "\(url.origin) can not be reached; check the address, or wait for it")
        case is NIOSSLError, is NIOSSLExtraError, is BoringSSLError:
            return ExportError(
                .unavailable,
                "\(url.origin) and this client do not agree by TLS (\(Self.kind(failure))); check certificates and "
                    + "authorities"
            )
        case let error as ChannelError:
            if case .connectTimeout = error {
                return ExportError(.timeout, "\(url.origin) did not take a connection in time")
            }
            return Self.broken(url, failure)
        default: return Self.broken(url, failure)
        }
    }

    private static func error(_ failure: HTTPClientError, at url: EndpointURL) -> ExportError {
        switch failure {
        case .cancelled, .requestStreamCancelled: Self.cancelled(url)
        case .connectTimeout, .tlsHandshakeTimeout, .getConnectionFromPoolTimeout, .socksHandshakeTimeout,
            .httpProxyHandshakeTimeout:
            ExportError(.timeout, "\(url.origin) did not take a connection in time")
        case .readTimeout, .writeTimeout, .deadlineExceeded:
            ExportError(.timeout, "\(url.shown) did not answer in time; it may have the records")
        case .alreadyShutdown:
            ExportError(.misconfigured, "the exporter to \(url.shown) was shut down before this batch came")
        case .proxyAuthenticationRequired:
            ExportError(.misconfigured, "the proxy before \(url.origin) asks for credentials")
        case .invalidProxyResponse:
            ExportError(.unavailable, "the proxy before \(url.origin) does not connect to it")
        case .invalidURL, .emptyHost, .emptyScheme:
            ExportError(.misconfigured, "\(url.shown) is no address that can be asked")
        default: Self.isAboutHeaders(failure) ? Self.headers(url) : Self.broken(url, failure)
        }
    }

    private static func isAboutHeaders(_ failure: HTTPClientError) -> Bool {
        ["Invalid header field names", "Invalid header field values"].contains(failure.shortDescription)
    }

    private static func headers(_ url: EndpointURL) -> ExportError {
        ExportError(.misconfigured, "a header for \(url.shown) has a character that a header can not have")
    }

    private static func cancelled(_ url: EndpointURL) -> ExportError {
        ExportError(.unavailable, "cancelled while sending to \(url.shown); it may have the records")
    }

    private static func broken(_ url: EndpointURL, _ failure: any Error) -> ExportError {
        ExportError(
            .unavailable,
            "the connection to \(url.origin) broke before the answer was there (\(Self.kind(failure))); it may have the "
                + "records"
        )
    }

    /// The kind of an error, of a bounded set.
    private static func kind(_ failure: any Error) -> String {
        (failure as? HTTPClientError)?.shortDescription ?? "\(type(of: failure))"
    }
}

#endif
