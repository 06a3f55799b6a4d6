#if HTTPExport

import TallyHTTPExport
import TallyMetering
import TallyTesting
import Testing

/// What every exporter promises a pipeline, against a real server on loopback.
@Suite struct HTTPConformanceTests {
    private static func violations(
        _ encoding: some RecordEncoding,
        _ read: (([UInt8]) throws -> [MeteringRecord])?
    ) async throws -> [ExporterConformance.Violation] {
        try await LoopbackServer.with { server, url in
            let endpoint = try HTTPEndpoint(patient: url)
            let made = MadeExporters()
            // Each exporter has a receiver of its own: of the same server, what came since it was made.
            return await ExporterConformance.check(
                makeExporter: {
                    await made.begin(at: server.requests.count)
                    return HTTPExporter(endpoint: endpoint, encoding: encoding)
                },
                readBack: read.map { read in
                    { _ in try await server.requests[made.start...].flatMap { try read($0.body) } }
                }
            )
        }
    }

    @Test func jsonLines() async throws {
        let violations = try await Self.violations(.jsonLines, SinkStore.records(lines:))
        #expect(violations.isEmpty, "\(violations)")
    }

    @Test func jsonArray() async throws {
        let violations = try await Self.violations(.jsonArray, SinkStore.records(array:))
        #expect(violations.isEmpty, "\(violations)")
    }

    @Test func cloudEvents() async throws {
        let violations = try await Self.violations(.cloudEvents, SinkStore.records(cloudEvents:))
        #expect(violations.isEmpty, "\(violations)")
    }

    @Test func clickHouse() async throws {
        let encoding = try ClickHouseEncoding(table: "usage")
        let violations = try await Self.violations(encoding, SinkStore.records(clickHouse:))
        #expect(violations.isEmpty, "\(violations)")
    }

    @Test func lago() async throws {
        let violations = try await Self.violations(LagoEncoding(code: "tokens"), nil)
        #expect(violations.isEmpty, "\(violations)")
    }
}

private actor MadeExporters {
    private(set) var start = 0

    func begin(at start: Int) {
        self.start = start
    }
}

#endif
