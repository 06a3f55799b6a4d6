#if HTTPExport

import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL
import TallyHTTPExport
import TallyMetering
import TallyTokenizer

/// A request as a server got it.
struct ReceivedRequest: Sendable {
    var method: HTTPMethod
    var uri: String
    var headers: HTTPHeaders
    var body: [UInt8]
    /// Which request of the server this is, from 0.
    var number = 0
    /// Which connection it came by, from 0.
    var connection = 0

    func header(_ name: String) -> String? { self.headers.first(name: name) }
}

/// What a server does with a request.
enum ServerAnswer: Sendable {
    /// Answers.
    case reply(Int, [(String, String)] = [], body: String = "")
    /// Begins an answer of this length, and closes after these bytes.
    case truncated(Int, length: Int, body: String)
    /// Answers with so many bytes.
    case long(Int, bytes: Int)
    /// Closes without an answer.
    case close
    /// Answers, and closes without having said so.
    case replyAndClose(Int)
    /// Does nothing.
    case stall
}

extension HTTPEndpoint {
    /// An endpoint of a server on loopback, with time enough for a machine that is busy with all the other tests.
    init(patient url: String) throws(ExportError) {
        try self.init(url)
        self.timeouts.request = .seconds(3_600)
        self.timeouts.connection = .seconds(3_600)
    }
}

/// A real server on loopback, which keeps what it gets and answers as a test says.
final class LoopbackServer: Sendable {
    private struct State: Sendable {
        var requests: [ReceivedRequest] = []
        var connections = 0
    }

    private let state = Locked(State())
    private let answer: @Sendable (ReceivedRequest) -> ServerAnswer

    private init(_ answer: @escaping @Sendable (ReceivedRequest) -> ServerAnswer) {
        self.answer = answer
    }

    /// What came, in its order.
    var requests: [ReceivedRequest] { self.state.withLock(\.requests) }
    /// How many connections there were.
    var connections: Int { self.state.withLock(\.connections) }

    /// Runs `body` with a server and the address of it.
    static func with<Result>(
        tls: TLSConfiguration? = nil,
        answer: @escaping @Sendable (ReceivedRequest) -> ServerAnswer = { _ in .reply(200) },
        _ body: (_ server: LoopbackServer, _ url: String) async throws -> Result
    ) async throws -> Result {
        let server = LoopbackServer(answer)
        let context = try tls.map { try NIOSSLContext(configuration: $0) }
        let channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .serverChannelOption(.backlog, value: 256)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    let number = server.state.withLock { state in
                        state.connections += 1
                        return state.connections - 1
                    }
                    let pipeline = channel.pipeline.syncOperations
                    if let context { try pipeline.addHandler(NIOSSLServerHandler(context: context)) }
                    try pipeline.configureHTTPServerPipeline(withErrorHandling: true)
                    try pipeline.addHandler(Handler(server, number))
                }
            }
            .bind(host: "127.0.0.1", port: 0)
            .get()
        let url = "\(tls == nil ? "http" : "https")://127.0.0.1:\(channel.localAddress?.port ?? 0)"
        do {
            let result = try await body(server, url)
            try await channel.close()
            return result
        } catch {
            try? await channel.close()
            throw error
        }
    }

    private func received(_ request: ReceivedRequest) -> ServerAnswer {
        let numbered = self.state.withLock { state in
            var request = request
            request.number = state.requests.count
            state.requests.append(request)
            return request
        }
        return self.answer(numbered)
    }

    private final class Handler: ChannelInboundHandler {
        typealias InboundIn = HTTPServerRequestPart
        typealias OutboundOut = HTTPServerResponsePart

        private let server: LoopbackServer
        private let connection: Int
        private var head: HTTPRequestHead?
        private var body: [UInt8] = []

        init(_ server: LoopbackServer, _ connection: Int) {
            self.server = server
            self.connection = connection
        }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            switch self.unwrapInboundIn(data) {
            case .head(let head):
                self.head = head
                self.body = []
            case .body(let chunk): self.body.append(contentsOf: chunk.readableBytesView)
            case .end:
                guard let head = self.head else { return }
                var request = ReceivedRequest(
                    method: head.method,
                    uri: head.uri,
                    headers: head.headers,
                    body: self.body
                )
                request.connection = self.connection
                self.write(self.server.received(request), context)
            }
        }

        func errorCaught(context: ChannelHandlerContext, error: any Error) {
            context.close(promise: nil)
        }

        private func write(_ answer: ServerAnswer, _ context: ChannelHandlerContext) {
            switch answer {
            case .reply(let status, let headers, let body):
                self.head(status, headers + [("Content-Length", "\(body.utf8.count)")], context)
                self.part(ByteBuffer(string: body), context)
                context.writeAndFlush(self.wrapOutboundOut(.end(nil)), promise: nil)
            case .truncated(let status, let length, let body):
                self.head(status, [("Content-Length", "\(length)")], context)
                context.writeAndFlush(self.wrapOutboundOut(.body(.byteBuffer(ByteBuffer(string: body)))))
                    .assumeIsolated().whenComplete { _ in context.close(promise: nil) }
            case .long(let status, let bytes):
                self.head(status, [("Content-Length", "\(bytes)")], context)
                self.part(ByteBuffer(repeating: UInt8(ascii: "x"), count: bytes), context)
                context.writeAndFlush(self.wrapOutboundOut(.end(nil)), promise: nil)
            case .close: context.close(promise: nil)
            case .replyAndClose(let status):
                self.head(status, [("Content-Length", "0")], context)
                context.writeAndFlush(self.wrapOutboundOut(.end(nil))).assumeIsolated().whenComplete { _ in
                    context.close(promise: nil)
                }
            case .stall: break
            }
        }

        private func head(_ status: Int, _ headers: [(String, String)], _ context: ChannelHandlerContext) {
            let head = HTTPResponseHead(
                version: .http1_1,
                status: HTTPResponseStatus(statusCode: status),
                headers: HTTPHeaders(headers)
            )
            context.write(self.wrapOutboundOut(.head(head)), promise: nil)
        }

        private func part(_ bytes: ByteBuffer, _ context: ChannelHandlerContext) {
            context.write(self.wrapOutboundOut(.body(.byteBuffer(bytes))), promise: nil)
        }
    }
}

#endif
