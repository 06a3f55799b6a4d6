#if HTTPExport

internal import AsyncHTTPClient
internal import NIOCore
internal import NIOHTTP1

extension HTTPReply {
    /// Reads a response, of its body at most ``maximumBodySize`` bytes.
    ///
    /// A refusal counts though its body breaks off; of a request that was taken the whole answer is asked for, since it
    /// may have been a proxy that began it.
    ///
    /// - Throws: What the body throws.
    init(_ response: HTTPClientResponse, rules: StatusRules) async throws {
        self.status = Int(response.status.code)
        self.headers = response.headers.map { (name: $0.name.lowercased(), value: $0.value) }
        self.body = []
        self.isCut = false
        do {
            for try await chunk in response.body {
                let room = Self.maximumBodySize - self.body.count
                self.body.append(contentsOf: chunk.readableBytesView.prefix(room))
                if chunk.readableBytes > room {
                    // To read no further cancels what is left of the body, and the connection is closed.
                    self.isCut = true
                    break
                }
            }
        } catch {
            guard !(error is CancellationError), !Task.isCancelled, rules.code(of: self.status) != nil else {
                throw error
            }
        }
    }
}

#endif
