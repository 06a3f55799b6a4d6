import TallyHTTPExport
import TallyMetering
import TallyTesting
import Testing

/// The example in the documentation of `RecordEncoding`.
private struct CSVEncoding: RecordEncoding {
    var contentType: String { "text/csv" }
    var frame: BodyFrame { BodyFrame(opening: "id,model,tokens\n") }

    func append(_ record: MeteringRecord, to items: inout RequestItems) {
        guard case .usage(let call) = record else { return }
        items.append { bytes in
            bytes += "\(call.id),\(call.model),\(call.totalTokens ?? 0)\n".utf8
        }
    }
}

@Suite struct CustomEncodingTests {
    #if HTTPExport
    @Test func anEncodingOfOnesOwn() async throws {
        try await LoopbackServer.with { server, url in
            let exporter = HTTPExporter(endpoint: try HTTPEndpoint(patient: url), encoding: CSVEncoding())
            try await exporter.export(ConformanceRecords.calls(2))
            let request = try #require(server.requests.first)
            #expect(request.header("Content-Type") == "text/csv")
            #expect(
                String(decoding: request.body, as: UTF8.self) == """
                    id,model,tokens
                    01a2d3c4-e5f6-7000-8000-000000000000,model-0,100
                    01a2d3c4-e5f6-7000-8000-000000000001,model-1,102

                    """
            )
            await exporter.shutdown()
        }
    }
    #endif
}
