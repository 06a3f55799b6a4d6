#if LiveReport
import Foundation
import TallyTestSupport
import Testing

@testable import TallyReports

@Suite struct LiveReportTests {
    @Test func onlyThisMachineIsAnswered() {
        let here = "127.0.0.1:8080"
        let asks: [(method: String, host: String?, site: String?, origin: String?, refusal: LiveReportGate.Refusal?)] =
            [
                ("GET", here, nil, nil, nil),
                ("GET", "LOCALHOST:8080", "none", nil, nil),
                ("GET", "localhost:8080", "same-origin", "http://localhost:8080", nil),
                ("GET", "evil.example:8080", nil, nil, .misdirected),
                ("GET", "127.0.0.1:81", nil, nil, .misdirected),
                ("GET", "127.0.0.1", nil, nil, .misdirected),
                ("GET", "127.0.0.1.evil.example:8080", nil, nil, .misdirected),
                ("GET", nil, nil, nil, .misdirected),
                ("GET", "", nil, nil, .misdirected),
                ("GET", here, "cross-site", nil, .forbidden),
                ("GET", here, "same-site", nil, .forbidden),
                ("GET", here, nil, "http://evil.example", .forbidden),
                ("GET", here, nil, "null", .forbidden),
                ("POST", here, nil, nil, .method),
                ("OPTIONS", here, nil, nil, .method),
            ]
        let gate = LiveReportGate(port: 8_080)
        for ask in asks {
            let refusal = gate.refusal(method: ask.method, host: ask.host, site: ask.site, origin: ask.origin)
            #expect(refusal == ask.refusal, "\(ask)")
        }
    }

    @Test func port80IsLeftOutByBrowsers() {
        #expect(LiveReportGate(port: 80).refusal(method: "GET", host: "localhost", site: nil, origin: nil) == nil)
    }

    /// A real server: the page is made anew for each request, and ends with its task.
    @Test func pagesAreServedUntilCancelled() async throws {
        let counter = Counter()
        let server = LiveReportServer(refresh: .seconds(2), generator: "tally <test>") {
            let number = await counter.next()
            if number == 3 { throw CancellationError() }
            return ReportDocument(kind: "spend", title: "Report \(number)")
        }
        let (addresses, sender) = AsyncStream.makeStream(of: String.self)
        let task = Task { try await server.run { sender.yield($0) } }
        var iterator = addresses.makeAsyncIterator()
        let address = try #require(await iterator.next())
        let match = try #require(address.firstMatch(of: /^http:\/\/127\.0\.0\.1:([0-9]+)\/$/))
        let port = try #require(UInt16(match.output.1))

        let first = try await Self.get("/", host: "127.0.0.1:\(port)", port: port)
        #expect(first.hasPrefix("HTTP/1.1 200 "))
        #expect(first.contains("<h1>Report 1</h1>"))
        #expect(first.contains("<body data-refresh=\"2000\">") && first.contains("connect-src 'self'"))
        #expect(first.contains("tally &lt;test&gt;"))
        #expect(!first.lowercased().contains("access-control-"))
        #expect(first.lowercased().contains("\r\ncross-origin-resource-policy: same-origin\r\n"))
        #expect(try await Self.get("/", host: "localhost:\(port)", port: port).contains("<h1>Report 2</h1>"))
        #expect(try await Self.get("/", host: "localhost:\(port)", port: port).hasPrefix("HTTP/1.1 500 "))
        #expect(try await Self.get("/x", host: "localhost:\(port)", port: port).hasPrefix("HTTP/1.1 404 "))
        let refused = try await Self.get("/", host: "evil.example:\(port)", port: port)
        #expect(refused.hasPrefix("HTTP/1.1 421 ") && !refused.contains("Report"))
        // A refused request makes no report.
        #expect(await counter.count == 3)

        // A browser keeps its connection; the end of the server does not wait for it.
        let idle = try Self.connected(port)
        defer { close(idle) }
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
        await #expect(throws: POSIXError.self) { try await Self.get("/", host: "localhost:\(port)", port: port) }
    }

    @Test func aPortThatIsTakenIsAnError() async throws {
        let (addresses, sender) = AsyncStream.makeStream(of: String.self)
        let document = ReportDocument(kind: "spend", title: "x")
        let task = Task { try await LiveReportServer { document }.run { sender.yield($0) } }
        var iterator = addresses.makeAsyncIterator()
        let address = try #require(await iterator.next())
        let port = try #require(UInt16(address.dropLast().split(separator: ":").last ?? ""))
        await #expect(throws: (any Error).self) { try await LiveReportServer(port: port) { document }.run() }
        task.cancel()
        _ = await task.result
    }

    private actor Counter {
        private(set) var count = 0
        func next() -> Int {
            self.count += 1
            return self.count
        }
    }

    /// The whole answer to a request; blocking, on a thread of its own.
    private static func get(_ path: String, host: String, port: UInt16) async throws -> String {
        try await withCheckedThrowingContinuation { continuation in
            Thread.detachNewThread {
                continuation.resume(
                    with: Result {
                        try Self.exchange("GET \(path) HTTP/1.1\r\nHost: \(host)\r\nConnection: close\r\n\r\n", port)
                    }
                )
            }
        }
    }

    private static func connected(_ port: UInt16) throws -> Int32 {
        #if canImport(Darwin)
        let descriptor = socket(AF_INET, SOCK_STREAM, 0)
        #else
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        #endif
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        let isConnected = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
            }
        }
        guard isConnected else {
            close(descriptor)
            throw POSIXError(.ECONNREFUSED)
        }
        return descriptor
    }

    private static func exchange(_ request: String, _ port: UInt16) throws -> String {
        let descriptor = try Self.connected(port)
        defer { close(descriptor) }
        let bytes = Array(request.utf8)
        guard send(descriptor, bytes, bytes.count, 0) == bytes.count else { throw POSIXError(.EIO) }
        var answer: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = recv(descriptor, &buffer, buffer.count, 0)
            guard count > 0 else { break }
            answer += buffer[..<count]
        }
        return String(decoding: answer, as: UTF8.self)
    }
}
#endif
