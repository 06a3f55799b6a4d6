#if HTTPExport

import Crypto
import NIOHTTP1
import TallyMetering
import TallyStorage
import TallyTesting
import Testing

@testable import TallyHTTPExport

/// What a receiver sees of a request.
@Suite struct RequestHeadersTests {
    private static let body = Array(#"{"a":1}"#.utf8)

    /// Sends a body as the endpoint says that `configure` makes, and returns what the server got.
    private static func received(
        clock: MeterClock = .system,
        headers: [(name: String, value: String)] = [],
        _ configure: (inout HTTPEndpoint) -> Void
    ) async throws -> ReceivedRequest {
        try await LoopbackServer.with { server, url in
            var endpoint = try HTTPEndpoint(patient: url + "/usage")
            configure(&endpoint)
            let sender = HTTPSender(endpoint, clock: clock)
            _ = try await sender.send(Self.body, contentType: "application/json", headers: headers)
            await sender.shutdown()
            return try #require(server.requests.first)
        }
    }

    @Test func aPlainRequest() async throws {
        let request = try await Self.received { _ in }
        #expect(request.method == .POST && request.uri == "/usage" && request.body == Self.body)
        #expect(request.headers["Content-Type"] == ["application/json"])
        #expect(request.headers["User-Agent"] == ["tally"])
        #expect(request.headers["Content-Length"] == ["7"])
        #expect(request.headers["Authorization"].isEmpty && request.headers["Content-Encoding"].isEmpty)
    }

    @Test func headersOfTheEndpointAndOfTheRequest() async throws {
        let request = try await Self.received(headers: [("B", "request")]) { endpoint in
            endpoint.addHeader("A", "endpoint")
            endpoint.addHeader("b", "endpoint")
            endpoint.addHeader("content-type", "text/x")
        }
        #expect(request.headers["A"] == ["endpoint"] && request.headers["B"] == ["request"])
        #expect(request.headers["Content-Type"] == ["application/json"])
    }

    @Test func credentials() async throws {
        let bearer = try await Self.received { $0.credentials = .bearer(.text("t0ken")) }
        #expect(bearer.headers["Authorization"] == ["Bearer t0ken"])
        // The example of RFC 7617, section 2.
        let basic = try await Self.received {
            $0.credentials = .basic(user: "Aladdin", password: .text("open sesame"))
        }
        #expect(basic.headers["Authorization"] == ["Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ=="])
    }

    /// What a receiver does to check: the time is recent, and its own code of time and body is the same.
    @Test(arguments: BodySignature.SignatureForm.allCases, [false, true])
    func aReceiverCanCheckTheSignature(form: BodySignature.SignatureForm, isCompressed: Bool) async throws {
        let request = try await Self.received(clock: ManualClock().clock) { endpoint in
            var signature = BodySignature(key: .text("key"))
            signature.form = form
            endpoint.signature = signature
            endpoint.compressesBodies = isCompressed
        }
        let time = try #require(request.header("X-Signature-Timestamp"))
        #expect(time == "1798761600")
        let code = HMAC<Crypto.SHA256>.authenticationCode(
            for: Array((time + ".").utf8) + request.body,
            using: SymmetricKey(data: Array("key".utf8))
        )
        let text = form == .base64 ? Base64.encode(code) : Hexadecimal.encode(code)
        #expect(request.header("X-Signature-256") == "sha256=" + text)
        #expect((request.body == Self.body) == !isCompressed)
    }

    /// Against what `printf '{"a":1}' | openssl dgst -sha256 -hmac key` says.
    @Test func aSignatureWithoutATime() async throws {
        let request = try await Self.received { endpoint in
            var signature = BodySignature(key: .text("key"))
            signature.timestampHeader = nil
            signature.header = "X-Hub-Signature-256"
            endpoint.signature = signature
        }
        #expect(
            request.header("X-Hub-Signature-256")
                == "sha256=88a67f24bbcdaed0e6c997404bb79a743baf44c6bab2f4c27328e3009d22e342"
        )
    }

    @Test func aBodyIsCompressed() async throws {
        let request = try await Self.received { $0.compressesBodies = true }
        #expect(request.headers["Content-Encoding"] == ["gzip"])
        #expect(try Compression.gzip.decompress(request.body.span, limit: 1_000) == Self.body)
    }

    @Test func aSecretIsReadForEachRequest() async throws {
        try await LoopbackServer.with { server, url in
            let counter = RequestCounter()
            var endpoint = try HTTPEndpoint(patient: url)
            endpoint.credentials = .bearer(Secret { "token\(await counter.next())" })
            let sender = HTTPSender(endpoint)
            for _ in 0..<3 { _ = try await sender.send([1], contentType: "text/plain") }
            await sender.shutdown()
            #expect(
                server.requests.map { $0.header("Authorization") } == [
                    "Bearer token1", "Bearer token2", "Bearer token3",
                ]
            )
        }
    }

    @Test func aSecretThatIsNotThereSendsNothing() async throws {
        try await LoopbackServer.with { server, url in
            var endpoint = try HTTPEndpoint(patient: url)
            endpoint.credentials = .bearer(.environment("TALLY_NO_SUCH_VARIABLE"))
            let sender = HTTPSender(endpoint)
            let error = await #expect(throws: ExportError.self) {
                _ = try await sender.send([1], contentType: "text/plain")
            }
            #expect(error?.code == .misconfigured)
            #expect(error?.message.contains("TALLY_NO_SUCH_VARIABLE") == true)
            #expect(server.connections == 0)
            await sender.shutdown()
        }
    }

    @Test func aHeaderThatCanNotBeIsTold() async throws {
        try await LoopbackServer.with { server, url in
            var endpoint = try HTTPEndpoint(patient: url)
            endpoint.addHeader("bad name", "MARKER")
            let sender = HTTPSender(endpoint)
            let error = await #expect(throws: ExportError.self) {
                _ = try await sender.send([1], contentType: "text/plain")
            }
            #expect(error?.code == .misconfigured)
            #expect(error?.message.contains("MARKER") == false)
            #expect(server.requests.isEmpty)
            await sender.shutdown()
        }
    }
}

private actor RequestCounter {
    private var count = 0

    func next() -> Int {
        self.count += 1
        return self.count
    }
}

#endif
