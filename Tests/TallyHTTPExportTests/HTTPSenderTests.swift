#if HTTPExport

import NIOHTTP1
import TallyMetering
import TallyTesting
import Testing

@testable import TallyHTTPExport

/// Against a real server on loopback, which answers as it is told.
@Suite struct HTTPSenderTests {
    /// Sends a body to a server that answers so, and returns the error.
    private static func error(
        of answer: ServerAnswer,
        rules: StatusRules = .usual,
        path: String = "/usage?key=MARKER"
    ) async throws -> ExportError? {
        try await LoopbackServer.with(answer: { _ in answer }) { _, url in
            var endpoint = try HTTPEndpoint(patient: url + path)
            endpoint.credentials = .bearer(.text("MARKER"))
            let sender = HTTPSender(endpoint, rules: rules)
            do throws(ExportError) {
                _ = try await sender.send(Array("MARKER".utf8), contentType: "text/plain")
                await sender.shutdown()
                return nil
            } catch {
                await sender.shutdown()
                return error
            }
        }
    }

    @Test(
        arguments: [
            (200, nil), (202, nil), (204, nil), (400, .rejected), (401, .misconfigured), (404, .misconfigured),
            (408, .timeout), (413, .tooLarge), (422, .rejected), (429, .throttled), (500, .unavailable),
            (503, .unavailable),
        ] as [(Int, ExportError.Code?)]
    )
    func aStatusIsClassified(status: Int, code: ExportError.Code?) async throws {
        let error = try await Self.error(of: .reply(status, body: status == 204 ? "" : "MARKER"))
        #expect(error?.code == code)
        if let error {
            #expect(error.message.contains("\(status)") && error.message.contains("127.0.0.1"))
            #expect(error.message.contains("/usage") && !error.message.contains("MARKER"))
        }
    }

    @Test func retryAfterIsReadWhereItHelps() async throws {
        let headers = [("Retry-After", "3"), ("Retry-After", "7")]
        #expect(try await Self.error(of: .reply(429, headers))?.retryAfter == .seconds(7))
        #expect(try await Self.error(of: .reply(503, headers))?.retryAfter == .seconds(7))
        #expect(try await Self.error(of: .reply(400, headers))?.retryAfter == nil)
        #expect(try await Self.error(of: .reply(429))?.retryAfter == nil)
    }

    @Test(arguments: [
        ServerAnswer.close, .truncated(200, length: 1_000, body: "partial"), .truncated(200, length: 1_000, body: ""),
    ])
    func anAnswerThatBreaksOffIsTriedAgain(answer: ServerAnswer) async throws {
        let error = try await Self.error(of: answer)
        #expect(error?.code == .unavailable)
        #expect(error?.message.contains("MARKER") == false)
    }

    @Test func aRefusalThatBreaksOffIsARefusal() async throws {
        #expect(try await Self.error(of: .truncated(400, length: 1_000, body: "MARKER"))?.code == .rejected)
        #expect(try await Self.error(of: .truncated(503, length: 1_000, body: "MARKER"))?.code == .unavailable)
    }

    @Test func nobodyThereIsUnavailable() async throws {
        let sender = HTTPSender(try HTTPEndpoint("http://127.0.0.1:1/x?key=MARKER"))
        let error = await #expect(throws: ExportError.self) { _ = try await sender.send([], contentType: "text/plain") }
        #expect(error?.code == .unavailable)
        #expect(error?.message.contains("127.0.0.1:1") == true && error?.message.contains("MARKER") == false)
        await sender.shutdown()
    }

    @Test func onlySoMuchOfAnAnswerIsRead() async throws {
        try await LoopbackServer.with(answer: { _ in .long(200, bytes: 10 << 20) }) { _, url in
            let sender = HTTPSender(try HTTPEndpoint(patient: url))
            let reply = try await sender.send([1], contentType: "text/plain")
            #expect(reply.isCut && reply.body.count == HTTPReply.maximumBodySize)
            await sender.shutdown()
        }
    }

    @Test func aStallEndsByTheClock() async throws {
        let time = ManualClock()
        try await LoopbackServer.with(answer: { _ in .stall }) { _, url in
            let endpoint = try HTTPEndpoint(patient: url)
            let sender = HTTPSender(endpoint, clock: time.clock)
            let task = Task { try await sender.send([1], contentType: "text/plain") }
            await time.waitForSleepers(1)
            time.advance(by: endpoint.timeouts.request + .seconds(1))
            let error = await #expect(throws: ExportError.self) { _ = try await task.value }
            #expect(error?.code == .timeout)
            await sender.shutdown()
        }
    }

    @Test func aCancelledRequestReturns() async throws {
        let time = ManualClock()
        try await LoopbackServer.with(answer: { _ in .stall }) { _, url in
            let sender = HTTPSender(try HTTPEndpoint(patient: url), clock: time.clock)
            let task = Task { try await sender.send([1], contentType: "text/plain") }
            await time.waitForSleepers(1)
            task.cancel()
            let error = await #expect(throws: ExportError.self) { _ = try await task.value }
            #expect(error?.code == .unavailable)
            await sender.shutdown()
        }
    }

    @Test func afterShuttingDownNothingIsSent() async throws {
        try await LoopbackServer.with { server, url in
            let sender = HTTPSender(try HTTPEndpoint(patient: url))
            _ = try await sender.send([1], contentType: "text/plain")
            await sender.shutdown()
            await sender.shutdown()
            let error = await #expect(throws: ExportError.self) {
                _ = try await sender.send([1], contentType: "text/plain")
            }
            #expect(error?.code == .misconfigured)
            #expect(server.requests.count == 1)
        }
    }

    @Test func aConnectionIsUsedAgain() async throws {
        try await LoopbackServer.with { server, url in
            let sender = HTTPSender(try HTTPEndpoint(patient: url))
            for _ in 0..<20 { _ = try await sender.send([1], contentType: "text/plain") }
            #expect(server.requests.count == 20 && server.connections == 1)
            await sender.shutdown()
        }
    }

    /// The server closes each connection without having said so: a request may meet one that is just being closed, and is
    /// then to be tried again.
    @Test func aConnectionThatIsClosedSilentlyLosesNothing() async throws {
        try await LoopbackServer.with(answer: { _ in .replyAndClose(200) }) { server, url in
            let sender = HTTPSender(try HTTPEndpoint(patient: url))
            for number in 0..<50 {
                while true {
                    do throws(ExportError) {
                        _ = try await sender.send([UInt8(number)], contentType: "text/plain")
                        break
                    } catch {
                        #expect(error.code == .unavailable, "\(error)")
                    }
                }
            }
            #expect(Set(server.requests.map(\.body)) == Set((0..<50).map { [UInt8($0)] }))
            await sender.shutdown()
        }
    }

    @Test func aRateLimitIsKept() async throws {
        let time = ManualClock()
        try await LoopbackServer.with { server, url in
            var endpoint = try HTTPEndpoint(patient: url)
            endpoint.rateLimit = RateLimit(requests: 2, per: .seconds(1), burst: 1)
            let sender = HTTPSender(endpoint, clock: time.clock)
            _ = try await sender.send([0], contentType: "text/plain")
            let task = Task { try await sender.send([1], contentType: "text/plain") }
            await time.waitForSleepers(1)
            #expect(server.requests.count == 1)
            time.advance(by: .milliseconds(500))
            _ = try await task.value
            #expect(server.requests.count == 2)
            await sender.shutdown()
        }
    }
}

#endif
