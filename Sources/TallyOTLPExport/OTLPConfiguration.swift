public import TallyHTTPExport
public import TallyMetering

/// Where OpenTelemetry goes, and what it says.
///
/// ```swift
/// var configuration = try OTLPConfiguration(endpoint: "http://collector:4318", signals: [.metrics, .traces])
/// configuration.content.metricTags = ["team"]
/// let exporter = OTLPExporter(configuration)
/// ```
public struct OTLPConfiguration: Sendable {
    /// Where each signal goes; one that is not there is not sent.
    ///
    /// Headers, credentials, timeouts, compression and TLS are the endpoint's.
    public var endpoints: [OTLPSignal: HTTPEndpoint]
    /// What is said of records.
    public var content: OTLPContent
    /// Who reports.
    public var resource: OTLPResource

    /// Sends each of `signals` to its path below `endpoint`.
    ///
    /// - Parameters:
    ///   - endpoint: The address of a receiver without `/v1/traces` and the like.
    ///   - signals: What is sent; all by default.
    ///   - content: What is said of records.
    ///   - resource: Who reports.
    /// - Throws: `ExportError` with `misconfigured` for text that is no address.
    public init(
        endpoint: String = "http://localhost:4318",
        signals: Set<OTLPSignal> = Set(OTLPSignal.allCases),
        content: OTLPContent = OTLPContent(),
        resource: OTLPResource = OTLPResource()
    ) throws(ExportError) {
        self.endpoints = [:]
        self.content = content
        self.resource = resource
        for signal in signals {
            self.endpoints[signal] = try OTLPEnvironment.Endpoint(url: signal.address(below: endpoint)).endpoint()
        }
    }

    /// Reads the standard variables of OpenTelemetry from `environment`, which may be the process's.
    ///
    /// `OTEL_EXPORTER_OTLP_ENDPOINT`, `_HEADERS`, `_TIMEOUT`, `_COMPRESSION`, `_PROTOCOL`, `_CERTIFICATE`,
    /// `_CLIENT_CERTIFICATE` and `_CLIENT_KEY`, also for one signal (`OTEL_EXPORTER_OTLP_TRACES_ENDPOINT`, which is taken as
    /// it is); `OTEL_SERVICE_NAME`, `OTEL_RESOURCE_ATTRIBUTES`, `OTEL_SDK_DISABLED` and `OTEL_METRICS_EXPORTER`,
    /// `OTEL_TRACES_EXPORTER`, `OTEL_LOGS_EXPORTER` with `otlp` or `none`.
    ///
    /// - Parameters:
    ///   - environment: The variables; others are passed over.
    ///   - content: What is said of records, for which there are no variables.
    /// - Throws: `ExportError` with `misconfigured`, which names the variable. A protocol other than `http/json` is one.
    public init(
        environment: [String: String],
        content: OTLPContent = OTLPContent()
    ) throws(ExportError) {
        let settings = try OTLPEnvironment(environment)
        self.endpoints = [:]
        self.content = content
        self.resource = OTLPResource(service: settings.service, attributes: settings.attributes)
        for (signal, endpoint) in settings.endpoints {
            do throws(ExportError) {
                self.endpoints[signal] = try endpoint.endpoint()
            } catch {
                throw ExportError(error.code, "the \(signal.rawValue) of OTEL_EXPORTER_OTLP_*: \(error.message)")
            }
        }
    }
}

extension OTLPEnvironment.Endpoint {
    /// The endpoint that these settings describe.
    func endpoint() throws(ExportError) -> HTTPEndpoint {
        var endpoint = try HTTPEndpoint(self.url)
        endpoint.headers = self.headers.map { (name: $0.name, value: .text($0.value)) }
        endpoint.timeouts.request = self.timeout
        endpoint.compressesBodies = self.compresses
        endpoint.tls.authoritiesFile = self.authoritiesFile
        endpoint.tls.certificateFile = self.certificateFile
        endpoint.tls.keyFile = self.keyFile
        return endpoint
    }
}
