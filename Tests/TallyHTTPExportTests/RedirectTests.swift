#if HTTPExport

import NIOHTTP1
import TallyMetering
import Testing

@testable import TallyHTTPExport

@Suite struct RedirectTests {
    private static func send(_ endpoint: HTTPEndpoint) async -> ExportError? {
        let sender = HTTPSender(endpoint)
        var failure: ExportError?
        do throws(ExportError) {
            _ = try await sender.send(Array("body".utf8), contentType: "text/plain")
        } catch {
            failure = error
        }
        await sender.shutdown()
        return failure
    }

    private static func endpoint(_ url: String) throws -> HTTPEndpoint {
        var endpoint = try HTTPEndpoint(patient: url)
        endpoint.credentials = .bearer(.text("MARKER"))
        return endpoint
    }

    @Test(arguments: [307, 308])
    func withinTheOriginIsFollowedWithBodyAndCredentials(status: Int) async throws {
        try await LoopbackServer.with(answer: { request in
            request.uri == "/old" ? .reply(status, [("Location", "/new?x=y")]) : .reply(200)
        }) { server, url in
            let error = await Self.send(try Self.endpoint(url + "/old"))
            #expect(error?.message == nil)
            let requests = server.requests
            #expect(requests.map(\.uri) == ["/old", "/new?x=y"])
            #expect(requests.allSatisfy { $0.body == Array("body".utf8) && $0.method == .POST })
            #expect(requests.allSatisfy { $0.header("Authorization") == "Bearer MARKER" })
        }
    }

    @Test(arguments: [301, 302, 303, 307, 308])
    func toAnotherOriginIsNot(status: Int) async throws {
        try await LoopbackServer.with { other, otherURL in
            try await LoopbackServer.with(answer: { _ in .reply(status, [("Location", otherURL + "/x?key=MARKER")]) }) {
                server,
                url in
                let error = await Self.send(try Self.endpoint(url))
                #expect(error?.code == .misconfigured)
                #expect(error?.message.contains("MARKER") == false)
                #expect(server.requests.count == 1)
                #expect(other.requests.isEmpty && other.connections == 0)
            }
        }
    }

    @Test(arguments: [301, 302, 303, 304])
    func oneThatLosesTheBodyIsNot(status: Int) async throws {
        try await LoopbackServer.with(answer: { _ in .reply(status, [("Location", "/new")]) }) { server, url in
            let error = await Self.send(try Self.endpoint(url))
            #expect(error?.code == .misconfigured)
            #expect(server.requests.count == 1)
        }
    }

    @Test func aCircleEnds() async throws {
        try await LoopbackServer.with(answer: { _ in .reply(307, [("Location", "/again")]) }) { server, url in
            let error = await Self.send(try Self.endpoint(url))
            #expect(error?.code == .misconfigured)
            #expect(server.requests.count == 4)
        }
    }

    @Test(arguments: [[], [("Location", "")], [("Location", "ftp://x/")]])
    func oneWithoutAnAddressIsTold(headers: [(String, String)]) async throws {
        try await LoopbackServer.with(answer: { _ in .reply(308, headers) }) { _, url in
            let error = await Self.send(try Self.endpoint(url))
            #expect(error?.code == .misconfigured)
        }
    }
}

#endif
