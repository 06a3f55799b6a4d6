#if HTTPClient

import NIOCore
import NIOHTTP1
import NIOPosix

/// What a server sends back.
struct ScriptedReply: Sendable {
    enum End: Sendable {
        /// The body ends as it should.
        case ends
        /// The connection is closed before the body has ended.
        case breaks
        /// Nothing more comes.
        case stays
    }

    var status = HTTPResponseStatus.ok
    var chunks: [String]
    var end = End.ends
}

/// A server on loopback that answers every request with the same reply.
enum ScriptedServer {
    static func with(_ reply: ScriptedReply, _ body: (_ url: String) async throws -> Void) async throws {
        let channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.configureHTTPServerPipeline()
                    try channel.pipeline.syncOperations.addHandler(Handler(reply))
                }
            }
            .bind(host: "127.0.0.1", port: 0)
            .get()
        do {
            try await body("http://127.0.0.1:\(channel.localAddress?.port ?? 0)")
            try await channel.close()
        } catch {
            try? await channel.close()
            throw error
        }
    }

    private final class Handler: ChannelInboundHandler {
        typealias InboundIn = HTTPServerRequestPart
        typealias OutboundOut = HTTPServerResponsePart

        private let reply: ScriptedReply

        init(_ reply: ScriptedReply) {
            self.reply = reply
        }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            guard case .end = self.unwrapInboundIn(data) else { return }
            let head = HTTPResponseHead(version: .http1_1, status: self.reply.status)
            context.writeAndFlush(self.wrapOutboundOut(.head(head)), promise: nil)
            for chunk in self.reply.chunks {
                context.writeAndFlush(self.wrapOutboundOut(.body(.byteBuffer(ByteBuffer(string: chunk)))), promise: nil)
            }
            switch self.reply.end {
            case .ends: context.writeAndFlush(self.wrapOutboundOut(.end(nil)), promise: nil)
            case .breaks: context.close(promise: nil)
            case .stays: break
            }
        }
    }
}

#endif
