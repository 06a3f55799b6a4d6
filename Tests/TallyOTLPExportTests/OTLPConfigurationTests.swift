import TallyHTTPExport
import TallyMetering
import TallyTesting
import Testing

@testable import TallyOTLPExport

@Suite struct OTLPConfigurationTests {
    @Test func sendsEachSignalToItsPath() throws {
        let configuration = try OTLPConfiguration(endpoint: "https://collector.example/base/")
        #expect(configuration.endpoints[.metrics]?.url.host == "collector.example")
        #expect(configuration.endpoints[.metrics]?.url.path == "/base/v1/metrics")
        #expect(configuration.endpoints[.traces]?.url.path == "/base/v1/traces")
        #expect(configuration.endpoints.count == 3)
        #expect(try OTLPConfiguration(signals: [.logs]).endpoints.keys.sorted { $0.path < $1.path } == [.logs])
    }

    @Test func takesWhatTheVariablesSay() async throws {
        let configuration = try OTLPConfiguration(environment: [
            "OTEL_EXPORTER_OTLP_HEADERS": "api-key=a%2Cb", "OTEL_EXPORTER_OTLP_TIMEOUT": "1500",
            "OTEL_EXPORTER_OTLP_COMPRESSION": "gzip", "OTEL_EXPORTER_OTLP_CERTIFICATE": "ca.pem",
            "OTEL_EXPORTER_OTLP_LOGS_ENDPOINT": "https://logs.example", "OTEL_TRACES_EXPORTER": "none",
        ])
        let metrics = try #require(configuration.endpoints[.metrics])
        #expect(metrics.url.text == "http://localhost:4318/v1/metrics")
        #expect(metrics.headers.first?.name == "api-key")
        #expect(try await metrics.headers.first?.value.value(for: "a test") == "a,b")
        #expect(metrics.timeouts.request == .milliseconds(1_500))
        #expect(metrics.compressesBodies)
        #expect(metrics.tls.authoritiesFile == "ca.pem")
        // No path is the path of the root.
        #expect(configuration.endpoints[.logs]?.url.path == "/")
        #expect(configuration.endpoints[.traces] == nil)
    }

    @Test(arguments: ["ftp://a", "localhost:4318", "http://user:key@a", ""])
    func refusesWhatIsNoAddress(_ address: String) {
        let error = #expect(throws: ExportError.self) { _ = try OTLPConfiguration(endpoint: address) }
        #expect(error?.code == .misconfigured)
        #expect(error?.message.contains("key") == false)
        guard !address.isEmpty else { return }
        #expect(throws: ExportError.self) {
            _ = try OTLPConfiguration(environment: ["OTEL_EXPORTER_OTLP_ENDPOINT": address])
        }
    }

    #if OTLPExport
    @Test func saysThatNobodyListens() async throws {
        // Port 1 of loopback: nobody is there, or it is no receiver.
        let exporter = OTLPExporter(try OTLPConfiguration(endpoint: "http://127.0.0.1:1"))
        let error = await #expect(throws: ExportError.self) {
            try await exporter.export(ConformanceRecords.calls(2))
        }
        #expect(error?.isRetryable == true)
        #expect(exporter.accounts(of: .logs) == OTLPAccounts())
        await exporter.shutdown()
        let late = await #expect(throws: ExportError.self) {
            try await exporter.export(ConformanceRecords.calls(2))
        }
        #expect(late?.isRetryable == false)
    }

    @Test func sendsNothingIfItIsDisabled() async throws {
        let exporter = OTLPExporter(try OTLPConfiguration(environment: ["OTEL_SDK_DISABLED": "true"]))
        try await exporter.export(ConformanceRecords.calls(2))
        await exporter.shutdown()
    }
    #endif
}
