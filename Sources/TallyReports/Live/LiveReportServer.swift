#if LiveReport
internal import FlyingFox
internal import FlyingSocks

#if canImport(FoundationEssentials)
internal import FoundationEssentials
#else
internal import Foundation
#endif

/// Serves a report that goes on as a page, to browsers of this machine only.
///
/// It listens at 127.0.0.1. The page asks for a newer one by itself and keeps what its reader has chosen. Requests under
/// another name than that of this machine are refused, and no other site can read an answer.
///
/// Every user of this machine can ask; a report that not all of them may see must not be served.
///
/// ```swift
/// let server = LiveReportServer { try makeReport() }
/// try await server.run { address in print(address) }
/// ```
public struct LiveReportServer: Sendable {
    /// Makes the report anew.
    public typealias Source = @Sendable () async throws -> ReportDocument

    private let port: UInt16
    private let refresh: Duration
    private let generator: String
    private let source: Source

    /// Creates a server.
    ///
    /// - Parameters:
    ///   - port: Where to listen; 0 for a port that is free.
    ///   - refresh: How often a page asks for a newer one; at least a tenth of a second.
    ///   - generator: Who makes the report, for the end of the page.
    ///   - source: Makes the report; it is called for each request, one after the other.
    public init(
        port: UInt16 = 0,
        refresh: Duration = .seconds(5),
        generator: String = "Tally",
        source: @escaping Source
    ) {
        self.port = port
        self.refresh = refresh
        self.generator = generator
        self.source = source
    }

    /// Serves the page until the task is cancelled.
    ///
    /// - Parameter started: Is called once the port is listened at, with the address of the page:
    ///   `http://127.0.0.1:49152/`.
    /// - Throws: The system's error if the port is taken, and `CancellationError` once the task is cancelled.
    public func run(started: @escaping @Sendable (String) -> Void = { _ in }) async throws {
        let server = HTTPServer(address: try .inet(ip4: "127.0.0.1", port: self.port), timeout: 60, logger: .disabled)
        let pages = LiveReportPages(refresh: self.refresh, generator: self.generator, source: self.source)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await server.run() }
            group.addTask {
                // The server's own way to wait goes on for seconds after the port turned out to be taken.
                while await !server.isListening { try await Task.sleep(for: .milliseconds(5)) }
                guard case .ip4(_, let port) = await server.listeningAddress else { return }
                await server.appendRoute("*", to: LiveReportHandler(gate: LiveReportGate(port: port), pages: pages))
                started("http://127.0.0.1:\(port)/")
            }
            do {
                // Unlike waitForAll, this leaves the group, and so cancels the others, at the first error.
                while try await group.next() != nil {}
            } catch {
                // What the server makes of being cancelled is no business of the caller.
                try Task.checkCancellation()
                throw error
            }
        }
    }
}

/// Makes pages, one at a time.
private actor LiveReportPages {
    private let options: ReportFormOptions
    private let source: LiveReportServer.Source
    /// Who waits for the one that is made now.
    private var isMaking = false
    private var waiting: [CheckedContinuation<Void, Never>] = []

    init(refresh: Duration, generator: String, source: @escaping LiveReportServer.Source) {
        var options = ReportFormOptions()
        options.refresh = refresh
        options.generator = generator
        self.options = options
        self.source = source
    }

    func page() async throws -> String {
        if self.isMaking {
            await withCheckedContinuation { self.waiting.append($0) }
        }
        self.isMaking = true
        defer {
            if self.waiting.isEmpty {
                self.isMaking = false
            } else {
                // It stays true for the next one.
                self.waiting.removeFirst().resume()
            }
        }
        return try await self.source().text(as: .html, self.options)
    }
}

/// Answers requests for the page.
private struct LiveReportHandler: HTTPHandler {
    let gate: LiveReportGate
    let pages: LiveReportPages

    func handleRequest(_ request: HTTPRequest) async throws -> HTTPResponse {
        let refusal = self.gate.refusal(
            method: request.method.rawValue,
            host: request.headers[.host],
            site: request.headers[HTTPHeader("Sec-Fetch-Site")],
            origin: request.headers[HTTPHeader("Origin")]
        )
        if let refusal {
            return Self.answer(refusal.rawValue, "Refused", "This page is for browsers of this machine.\n")
        }
        guard request.path == "/" else { return Self.answer(404, "Not Found", "There is one page: /\n") }
        do {
            return Self.answer(200, "OK", try await self.pages.page(), type: "text/html; charset=utf-8")
        } catch {
            return Self.answer(500, "Internal Server Error", "The report can't be made: \(error)\n")
        }
    }

    private static func answer(
        _ code: Int,
        _ phrase: String,
        _ text: String,
        type: String = "text/plain; charset=utf-8"
    ) -> HTTPResponse {
        HTTPResponse(
            statusCode: HTTPStatusCode(code, phrase: phrase),
            headers: [
                .contentType: type, .cacheControl: "no-store", HTTPHeader("X-Content-Type-Options"): "nosniff",
                HTTPHeader("X-Frame-Options"): "DENY", HTTPHeader("Referrer-Policy"): "no-referrer",
                HTTPHeader("Cross-Origin-Resource-Policy"): "same-origin",
                HTTPHeader("Cross-Origin-Opener-Policy"): "same-origin",
            ],
            body: Data(text.utf8)
        )
    }
}
#endif
