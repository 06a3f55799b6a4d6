#if HTTPExport

import NIOHTTP1
import TallyMetering
import Testing

@testable import TallyHTTPExport

/// TLS and proxies, against real servers on loopback.
@Suite struct TransportSecurityTests {
    private static func send(_ endpoint: HTTPEndpoint) async -> ExportError? {
        let sender = HTTPSender(endpoint)
        var failure: ExportError?
        do throws(ExportError) {
            _ = try await sender.send([1], contentType: "text/plain")
        } catch {
            failure = error
        }
        await sender.shutdown()
        return failure
    }

    @Test func anAuthorityOfOnesOwnIsTrusted() async throws {
        try await LoopbackServer.with(tls: Certificates.serverConfiguration()) { server, url in
            try await Certificates.withFile(Certificates.authority) { file in
                var endpoint = try HTTPEndpoint(patient: url)
                endpoint.tls.authoritiesFile = file
                #expect(await Self.send(endpoint)?.message == nil)
                #expect(server.requests.count == 1)
            }
        }
    }

    @Test func aServerThatNobodyKnowsGetsNothing() async throws {
        try await LoopbackServer.with(tls: Certificates.serverConfiguration()) { server, url in
            let error = await Self.send(try HTTPEndpoint(patient: url))
            #expect(error?.code == .unavailable)
            #expect(error?.message.contains("TLS") == true, "\(error?.message ?? "")")
            #expect(server.requests.isEmpty)
        }
    }

    @Test func aClientShowsItsCertificate() async throws {
        try await LoopbackServer.with(tls: Certificates.serverConfiguration(asksClient: true)) { server, url in
            try await Certificates.withFile(Certificates.authority) { authority in
                var endpoint = try HTTPEndpoint(patient: url)
                endpoint.tls.authoritiesFile = authority
                #expect(await Self.send(endpoint)?.code == .unavailable)
                #expect(server.requests.isEmpty)
                try await Certificates.withFile(Certificates.client) { certificate in
                    try await Certificates.withFile(Certificates.clientKey) { key in
                        endpoint.tls.certificateFile = certificate
                        endpoint.tls.keyFile = key
                        #expect(await Self.send(endpoint)?.message == nil)
                        #expect(server.requests.count == 1)
                    }
                }
            }
        }
    }

    @Test func filesThatAreNotThereAreTold() async throws {
        var endpoint = try HTTPEndpoint("https://127.0.0.1:1")
        endpoint.tls.authoritiesFile = "/nowhere/ca.pem"
        var error = await Self.send(endpoint)
        #expect(error?.code == .misconfigured && error?.message.contains("/nowhere/ca.pem") == true)
        endpoint.tls.authoritiesFile = nil
        endpoint.tls.certificateFile = "/nowhere/client.pem"
        error = await Self.send(endpoint)
        #expect(error?.code == .misconfigured && error?.message.contains("key") == true)
        endpoint.tls.keyFile = "/nowhere/client.key"
        #expect(await Self.send(endpoint)?.code == .misconfigured)
    }

    @Test func aProxyIsAskedForATunnel() async throws {
        try await LoopbackServer.with(answer: { _ in .reply(502) }) { proxy, url in
            var endpoint = try HTTPEndpoint("http://collector.invalid/usage")
            endpoint.proxy = HTTPProxy(host: "127.0.0.1", port: try EndpointURL(url).port)
            endpoint.proxy?.credentials = .basic(user: "Aladdin", password: .text("open sesame"))
            endpoint.credentials = .bearer(.text("MARKER"))
            #expect(await Self.send(endpoint)?.code == .unavailable)
            let request = try #require(proxy.requests.first)
            #expect(request.method == .CONNECT && request.uri == "collector.invalid:80")
            #expect(request.header("Authorization") == nil)
            #expect(request.header("Proxy-Authorization") == "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==")
        }
    }

    @Test(arguments: [(407, ExportError.Code.misconfigured), (502, .unavailable)])
    func aProxyThatDoesNotConnect(status: Int, code: ExportError.Code) async throws {
        try await LoopbackServer.with(answer: { _ in .reply(status) }) { proxy, url in
            var endpoint = try HTTPEndpoint("https://collector.invalid/usage")
            endpoint.proxy = HTTPProxy(host: "127.0.0.1", port: try EndpointURL(url).port)
            endpoint.credentials = .bearer(.text("MARKER"))
            let error = await Self.send(endpoint)
            #expect(error?.code == code, "\(error?.message ?? "")")
            #expect(proxy.requests.allSatisfy { $0.header("Authorization") == nil })
        }
    }
}

#endif
