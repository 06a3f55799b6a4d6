/// One destination of records, as a file or a program's own code says it: values only, nothing is opened.
///
/// ```yaml
/// exporters:
///   - name: ledger
///     type: file
///     folder: /var/lib/answers/ledger
/// ```
public struct ExporterPlan: Hashable, Sendable {
    /// Where records go.
    public enum Destination: Hashable, Sendable {
        /// Into a ledger: `type: file`.
        case file(FilePlan)
        /// To a receiver by HTTP: `type: http`.
        case http(HTTPPlan)
        /// To a receiver of OpenTelemetry: `type: otlp`.
        case otlp(OTLPPlan)
        /// Into a file of OpenTelemetry's JSON: `type: otlp-file`.
        case otlpFile(OTLPFilePlan)
        /// Onto the console: `type: console`.
        case console(ConsolePlan)

        /// The word that a file says it by.
        public var type: String {
            switch self {
            case .file: "file"
            case .http: "http"
            case .otlp: "otlp"
            case .otlpFile: "otlp-file"
            case .console: "console"
            }
        }
    }

    /// What the exporter is called in the accounts.
    public var name: String
    /// Where records go.
    public var destination: Destination
    /// Where records wait until the receiver has them; nil for the pipeline's memory.
    public var spool: SpoolPlan?
    /// How its records are batched.
    public var batch = BatchPlan()
    /// Where it is written, for errors; nil for a plan that a program made.
    public var place: ConfigurationPlace?

    /// Creates a plan.
    public init(_ name: String, to destination: Destination, spool: SpoolPlan? = nil) {
        self.name = name
        self.destination = destination
        self.spool = spool
    }
}

/// Where something is written.
public struct ConfigurationPlace: Hashable, Sendable {
    /// The file, as it was named.
    public var file: String
    /// The line, from 1.
    public var line: Int
    /// The column, from 1, in Unicode scalars.
    public var column: Int
    /// Where in the file's structure: `exporters[0]`.
    public var path: String
}

/// The plans of a file.
public struct ExporterPlans: Hashable, Sendable {
    /// Where records go in environments that say nothing else.
    public var standard: [ExporterPlan] = []
    /// Where they go in some environments, by name: these and no others.
    public var environments: [String: [ExporterPlan]] = [:]

    /// Creates plans of nothing.
    public init() {}

    /// Where records go in an environment.
    ///
    /// An environment that says something about exporters has those that it says and no others; with an empty list it has
    /// none.
    public func plans(in environment: String? = nil) -> [ExporterPlan] {
        environment.flatMap { self.environments[$0] } ?? self.standard
    }
}
