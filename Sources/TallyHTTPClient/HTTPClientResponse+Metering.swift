#if HTTPClient

public import AsyncHTTPClient
internal import NIOCore
internal import NIOHTTP1
public import TallyMetering

extension HTTPClientResponse {
    /// Returns this response with a body that tells `call` what passes through it, and closes it at the end.
    public func metered(by call: MeteredCall) -> HTTPClientResponse {
        var response = self
        let failure = self.status.code < 400 ? nil : "http_\(self.status.code)"
        response.body = .stream(MeteredBody(body: self.body, call: call, failure: failure))
        return response
    }
}

/// A body as it comes, each chunk seen by a call first.
struct MeteredBody: AsyncSequence, Sendable {
    typealias Element = ByteBuffer

    let body: HTTPClientResponse.Body
    let call: MeteredCall
    /// How the call is recorded to have failed, by its status.
    let failure: String?

    func makeAsyncIterator() -> Iterator {
        Iterator(body: self.body.makeAsyncIterator(), call: self.call, failure: self.failure)
    }

    struct Iterator: AsyncIteratorProtocol {
        var body: HTTPClientResponse.Body.AsyncIterator
        let call: MeteredCall
        let failure: String?

        // As the client's own, so that the body is not sent from one isolation to another.
        @concurrent mutating func next() async throws -> ByteBuffer? {
            do {
                guard let chunk = try await self.body.next() else {
                    self.call.close(errorKind: self.failure)
                    return nil
                }
                self.call.received(chunk.readableBytesView)
                return chunk
            } catch {
                self.call.close(failedWith: error)
                throw error
            }
        }
    }
}

#endif
