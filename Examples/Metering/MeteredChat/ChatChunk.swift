import AsyncHTTPClient
import Foundation
import NIOCore

/// The lines of a body that carry data.
struct ServerSentEvents: AsyncSequence {
    typealias Element = String

    private let body: HTTPClientResponse.Body

    init(_ body: HTTPClientResponse.Body) {
        self.body = body
    }

    func makeAsyncIterator() -> Iterator {
        Iterator(body: self.body.makeAsyncIterator())
    }

    struct Iterator: AsyncIteratorProtocol {
        var body: HTTPClientResponse.Body.AsyncIterator
        var rest = ByteBuffer()

        mutating func next() async throws -> String? {
            while true {
                while let end = self.rest.readableBytesView.firstIndex(of: UInt8(ascii: "\n")) {
                    let line = self.rest.readString(length: end - self.rest.readerIndex + 1) ?? ""
                    if line.hasPrefix("data: ") { return String(line.dropFirst(6)) }
                }
                guard var chunk = try await self.body.next() else { return nil }
                self.rest.writeBuffer(&chunk)
            }
        }
    }
}

/// A piece of a streamed answer.
struct ChatChunk: Decodable {
    struct Choice: Decodable {
        struct Delta: Decodable { let content: String? }
        let delta: Delta
    }

    let choices: [Choice]

    /// The piece in an event; nil for the mark at the end.
    init?(_ event: String) {
        guard let chunk = try? JSONDecoder().decode(ChatChunk.self, from: Data(event.utf8)) else { return nil }
        self = chunk
    }

    var content: String? { self.choices.first?.delta.content }
}
