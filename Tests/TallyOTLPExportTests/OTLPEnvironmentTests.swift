import TallyMetering
import Testing

@testable import TallyOTLPExport

@Suite struct OTLPEnvironmentTests {
    private static func failure(_ variables: [String: String]) -> ExportError? {
        do throws(ExportError) {
            _ = try OTLPEnvironment(variables)
            return nil
        } catch {
            return error
        }
    }

    @Test func hasTheDefaultsOfTheSpecification() throws {
        let environment = try OTLPEnvironment(["OTEL_EXPORTER_OTLP_ENDPOINT": "", "PATH": "/bin"])
        #expect(environment.endpoints.count == 3)
        let traces = try #require(environment.endpoints[.traces])
        #expect(traces == OTLPEnvironment.Endpoint(url: "http://localhost:4318/v1/traces"))
        #expect(traces.timeout == .seconds(10))
        #expect(environment.service == nil)
    }

    @Test(arguments: [
        ("https://a:4318", "https://a:4318/v1/logs"), ("https://a/base", "https://a/base/v1/logs"),
        ("https://a/base/", "https://a/base/v1/logs"), (" https://a/ ", "https://a/v1/logs"),
    ])
    func putsTheSignalBehindTheCommonAddress(_ base: String, _ expected: String) throws {
        let environment = try OTLPEnvironment(["OTEL_EXPORTER_OTLP_ENDPOINT": base])
        #expect(environment.endpoints[.logs]?.url == expected)
    }

    @Test func takesTheAddressOfASignalAsItIs() throws {
        let environment = try OTLPEnvironment([
            "OTEL_EXPORTER_OTLP_ENDPOINT": "https://a", "OTEL_EXPORTER_OTLP_METRICS_ENDPOINT": "https://b/x",
        ])
        #expect(environment.endpoints[.metrics]?.url == "https://b/x")
        #expect(environment.endpoints[.traces]?.url == "https://a/v1/traces")
    }

    @Test func readsHeadersAsBaggage() throws {
        let environment = try OTLPEnvironment([
            "OTEL_EXPORTER_OTLP_HEADERS": "api-key=a%20b%3D, x-mlflow-experiment-id = 0 ,,empty=",
            "OTEL_EXPORTER_OTLP_LOGS_HEADERS": "only=logs",
        ])
        let expected = [
            OTLPHeader(name: "api-key", value: "a b="), OTLPHeader(name: "x-mlflow-experiment-id", value: "0"),
            OTLPHeader(name: "empty", value: ""),
        ]
        #expect(environment.endpoints[.traces]?.headers == expected)
        #expect(environment.endpoints[.logs]?.headers == [OTLPHeader(name: "only", value: "logs")])
    }

    @Test func prefersWhatIsSaidOfASignal() throws {
        let environment = try OTLPEnvironment([
            "OTEL_EXPORTER_OTLP_TIMEOUT": "2500", "OTEL_EXPORTER_OTLP_TRACES_TIMEOUT": "1",
            "OTEL_EXPORTER_OTLP_COMPRESSION": "gzip", "OTEL_EXPORTER_OTLP_TRACES_COMPRESSION": "none",
            "OTEL_EXPORTER_OTLP_CERTIFICATE": "ca.pem", "OTEL_EXPORTER_OTLP_CLIENT_CERTIFICATE": "me.pem",
            "OTEL_EXPORTER_OTLP_CLIENT_KEY": "key.pem", "OTEL_EXPORTER_OTLP_PROTOCOL": "http/json",
        ])
        let traces = try #require(environment.endpoints[.traces])
        let logs = try #require(environment.endpoints[.logs])
        #expect(traces.timeout == .milliseconds(1))
        #expect(!traces.compresses)
        #expect(logs.timeout == .milliseconds(2_500))
        #expect(logs.compresses)
        #expect(logs.authoritiesFile == "ca.pem")
        #expect(logs.certificateFile == "me.pem")
        #expect(logs.keyFile == "key.pem")
    }

    @Test func leavesOutWhatIsNotWanted() throws {
        #expect(try OTLPEnvironment(["OTEL_SDK_DISABLED": "TRUE"]).endpoints.isEmpty)
        #expect(try OTLPEnvironment(["OTEL_SDK_DISABLED": "1"]).endpoints.count == 3)
        let environment = try OTLPEnvironment(["OTEL_TRACES_EXPORTER": "none", "OTEL_LOGS_EXPORTER": "otlp"])
        #expect(Set(environment.endpoints.keys) == [.metrics, .logs])
    }

    @Test func readsTheResource() throws {
        let environment = try OTLPEnvironment([
            "OTEL_SERVICE_NAME": "shop", "OTEL_RESOURCE_ATTRIBUTES": "service.name=other,team=a%2Cb",
        ])
        #expect(environment.service == "shop")
        let resource = OTLPResource(service: environment.service, attributes: environment.attributes)
        #expect(resource.attributes["service.name"] == "shop")
        #expect(resource.attributes["team"] == "a,b")
        #expect(resource.attributes["service.instance.id"]?.count == 36)
    }

    @Test(arguments: [
        ("OTEL_EXPORTER_OTLP_PROTOCOL", "grpc"), ("OTEL_EXPORTER_OTLP_LOGS_PROTOCOL", "http/protobuf"),
        ("OTEL_EXPORTER_OTLP_PROTOCOL", "http"), ("OTEL_EXPORTER_OTLP_TIMEOUT", "10s"),
        ("OTEL_EXPORTER_OTLP_TIMEOUT", "-1"), ("OTEL_EXPORTER_OTLP_COMPRESSION", "zstd"),
        ("OTEL_EXPORTER_OTLP_HEADERS", "secret"), ("OTEL_EXPORTER_OTLP_HEADERS", "key=%zz"),
        ("OTEL_EXPORTER_OTLP_HEADERS", "=secret"), ("OTEL_RESOURCE_ATTRIBUTES", "secret"),
        ("OTEL_EXPORTER_OTLP_CLIENT_KEY", "key.pem"), ("OTEL_METRICS_EXPORTER", "prometheus"),
    ])
    func namesTheVariableThatIsWrong(_ name: String, _ value: String) throws {
        let error = try #require(Self.failure([name: value]))
        #expect(error.code == .misconfigured)
        #expect(error.message.contains(name))
        #expect(!error.message.contains("secret"))
    }
}
