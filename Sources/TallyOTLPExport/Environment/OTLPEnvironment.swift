internal import TallyMetering

/// What the standard variables of OpenTelemetry say (specification/protocol/exporter.md and
/// configuration/sdk-environment-variables.md), read from a dictionary.
///
/// A variable that is empty is as good as none. One for a signal, `OTEL_EXPORTER_OTLP_TRACES_TIMEOUT`, wins over the one for
/// all, `OTEL_EXPORTER_OTLP_TIMEOUT`.
struct OTLPEnvironment: Sendable {
    /// How one signal is sent.
    struct Endpoint: Hashable, Sendable {
        var url: String
        var headers: [OTLPHeader] = []
        var timeout = Duration.seconds(10)
        var compresses = false
        var authoritiesFile: String?
        var certificateFile: String?
        var keyFile: String?
    }

    /// The signals that are wanted; none if the SDK is disabled.
    var endpoints: [OTLPSignal: Endpoint] = [:]
    /// The name of the service.
    var service: String?
    /// Attributes of the resource.
    var attributes: [String: String] = [:]

    private let variables: [String: String]

    /// Reads `variables`; those that are not OpenTelemetry's are passed over.
    ///
    /// - Throws: `ExportError` with `misconfigured`, which names the variable, and its value only where that is a word that
    ///   nobody knows.
    init(_ variables: [String: String]) throws(ExportError) {
        self.variables = variables
        self.service = self.value("OTEL_SERVICE_NAME")
        self.attributes = try self.resourceAttributes()
        if self.value("OTEL_SDK_DISABLED")?.lowercased() == "true" { return }
        for signal in OTLPSignal.allCases where try self.isWanted(signal) {
            self.endpoints[signal] = try self.endpoint(signal)
        }
    }

    private func value(_ name: String) -> String? {
        guard let value = self.variables[name] else { return nil }
        let trimmed = value.trimmingBlanks()
        return trimmed.isEmpty ? nil : trimmed
    }

    /// The variable for `signal`, or else the one for all, with the name that it has.
    private func option(_ name: String, _ signal: OTLPSignal) -> (name: String, value: String)? {
        for full in ["OTEL_EXPORTER_OTLP_\(signal.rawValue.uppercased())_\(name)", "OTEL_EXPORTER_OTLP_\(name)"] {
            if let value = self.value(full) { return (full, value) }
        }
        return nil
    }

    private func isWanted(_ signal: OTLPSignal) throws(ExportError) -> Bool {
        let name = "OTEL_\(signal.rawValue.uppercased())_EXPORTER"
        guard let value = self.value(name) else { return true }
        switch value.lowercased() {
        case "otlp": return true
        case "none": return false
        default: throw Self.wrong(name, "is '\(value)', and Tally has only 'otlp' and 'none'")
        }
    }

    private func endpoint(_ signal: OTLPSignal) throws(ExportError) -> Endpoint {
        try self.checkProtocol(signal)
        var endpoint = Endpoint(url: self.address(signal))
        if let (name, value) = self.option("HEADERS", signal) {
            endpoint.headers = try OTLPHeader.list(value, of: name)
        }
        if let (name, value) = self.option("TIMEOUT", signal) {
            guard let milliseconds = Int(value), 1...86_400_000 ~= milliseconds else {
                throw Self.wrong(name, "is '\(value)', and must be milliseconds, from 1 to a day's 86400000")
            }
            endpoint.timeout = .milliseconds(milliseconds)
        }
        if let (name, value) = self.option("COMPRESSION", signal) {
            guard ["gzip", "none"].contains(value) else {
                throw Self.wrong(name, "is '\(value)', and Tally has 'gzip' and 'none'")
            }
            endpoint.compresses = value == "gzip"
        }
        endpoint.authoritiesFile = self.option("CERTIFICATE", signal)?.value
        endpoint.certificateFile = self.option("CLIENT_CERTIFICATE", signal)?.value
        endpoint.keyFile = self.option("CLIENT_KEY", signal)?.value
        guard (endpoint.certificateFile == nil) == (endpoint.keyFile == nil) else {
            throw Self.wrong(
                "OTEL_EXPORTER_OTLP_CLIENT_CERTIFICATE",
                "and OTEL_EXPORTER_OTLP_CLIENT_KEY belong together, and one of them is missing for \(signal.rawValue)"
            )
        }
        return endpoint
    }

    private func checkProtocol(_ signal: OTLPSignal) throws(ExportError) {
        guard let (name, value) = self.option("PROTOCOL", signal), value != "http/json" else { return }
        let known = ["grpc", "http/protobuf"].contains(value)
        throw Self.wrong(
            name,
            known
                ? "asks for \(value), which Tally does not speak: set it to http/json, and put a receiver between that does"
                : "is '\(value)', and Tally speaks http/json"
        )
    }

    /// The address for a signal: as it is, or that for all with the signal's path behind it.
    private func address(_ signal: OTLPSignal) -> String {
        if let url = self.value("OTEL_EXPORTER_OTLP_\(signal.rawValue.uppercased())_ENDPOINT") { return url }
        return signal.address(below: self.value("OTEL_EXPORTER_OTLP_ENDPOINT") ?? OTLPSignal.defaultBase)
    }

    private func resourceAttributes() throws(ExportError) -> [String: String] {
        let name = "OTEL_RESOURCE_ATTRIBUTES"
        var attributes: [String: String] = [:]
        for pair in try OTLPHeader.list(self.value(name) ?? "", of: name) { attributes[pair.name] = pair.value }
        return attributes
    }

    private static func wrong(_ name: String, _ what: String) -> ExportError {
        ExportError(.misconfigured, "\(name) \(what)")
    }
}

extension OTLPSignal {
    /// Where receivers listen unless it is said otherwise.
    static let defaultBase = "http://localhost:4318"

    /// The signal's own address below that for all signals, whose path stays.
    func address(below base: String) -> String {
        base.hasSuffix("/") ? base + self.path : "\(base)/\(self.path)"
    }
}
