/// The keys of each kind of mapping in the file: the one table that the reader and the JSON Schema are checked against.
enum ConfigurationKeys: String, CaseIterable {
    case file
    case environment
    case tag
    case models
    case limits
    case unpriced
    case unknownOutput = "unknown_output"
    case selector
    case condition
    case budget
    case threshold
    case breaker
    case exception
    case fileExporter = "file_exporter"
    case httpExporter = "http_exporter"
    case otlpExporter = "otlp_exporter"
    case otlpFileExporter = "otlp_file_exporter"
    case consoleExporter = "console_exporter"
    case spool
    case retry
    case rotation
    case retention
    case secret
    case publicText = "public_text"
    case basic
    case hmac
    case tls
    case proxy
    case rateLimit = "rate_limit"
    case batch
    case plainEncoding = "plain_encoding"
    case cloudEvents = "cloudevents"
    case lago
    case clickHouse = "clickhouse"
    case chargedTag = "charged_tag"
    case prompts
    case promptRule = "prompt_rule"
    case promptException = "prompt_exception"
    case efficiency
    case efficiencyLimits = "efficiency_limits"
    case routing
    case route

    /// Sections of the file that other parts of Tally read.
    static let reserved = ["prices"]

    /// The kinds of exporters by their types.
    static let exporters: [String: ConfigurationKeys] = [
        "file": .fileExporter, "http": .httpExporter, "otlp": .otlpExporter, "otlp-file": .otlpFileExporter,
        "console": .consoleExporter,
    ]

    /// What a receiver's address is said with, besides its key.
    private static let connection = [
        "headers", "bearer", "basic", "tls", "gzip", "timeout", "connect_timeout", "concurrency", "rate_limit", "proxy",
    ]

    /// What the standard variables of OpenTelemetry say instead.
    static let endpoint = ["endpoint"] + Self.connection

    /// How records wait, go out and come again.
    private static let delivery = ["batch", "retry", "spool"]

    /// What OpenTelemetry is told of records.
    private static let content = [
        "signals", "semconv", "tags", "metric_tags", "cost", "counted_usage", "records", "counts_as_numbers",
        "cardinality_limit", "service", "resource",
    ]

    /// Every key that such a mapping may have.
    var all: [String] {
        switch self {
        case .file:
            Self.environment.all + [
                "environments", "budgets", "breakers", "exceptions", "prompts", "efficiency", "routing",
            ]
                + Self.reserved
        case .environment: ["tags", "models", "limits", "unpriced", "unknown_output", "enforce", "exporters"]
        case .tag: ["required", "values"]
        case .models: ["approved"]
        case .limits: ["input_tokens", "output_tokens"]
        case .unpriced: ["assume_per_million_tokens"]
        case .unknownOutput: ["assume_tokens"]
        case .selector: ["tags", "models", "providers"]
        case .condition: ["present"]
        case .budget:
            ["name", "money", "tokens", "per", "time_zone", "for", "each", "maximum_values", "thresholds"]
        case .threshold: ["at", "do", "delay"]
        case .breaker:
            [
                "name", "money", "tokens", "for", "at", "baseline", "warm_up", "cool_down", "probes", "do",
            ]
        case .exception: ["name", "rules", "for", "owner", "reason", "expires"]
        case .fileExporter: ["name", "type", "folder", "sync", "rotation", "compression", "retention"]
        case .httpExporter: ["name", "type", "url", "encoding", "hmac"] + Self.connection + Self.delivery
        case .otlpExporter: ["name", "type", "from_environment"] + Self.endpoint + Self.content + Self.delivery
        case .otlpFileExporter: ["name", "type", "folder"] + Self.content
        case .consoleExporter: ["name", "type", "stream"]
        case .spool: ["folder", "bytes", "drop", "age", "sync"]
        case .retry: ["first_delay", "longest_delay"]
        case .rotation: ["bytes", "time"]
        case .retention: ["age", "bytes"]
        case .secret: ["env", "file"]
        case .publicText: ["text"]
        case .basic: ["user", "password"]
        case .hmac: ["key", "header", "prefix", "form", "timestamp", "timestamp_header"]
        case .tls: ["authorities_file", "certificate_file", "key_file"]
        case .proxy: ["kind", "host", "port", "bearer", "basic"]
        case .rateLimit: ["requests", "per", "burst"]
        case .batch: ["records", "bytes", "delay"]
        case .plainEncoding: ["as"]
        case .cloudEvents: ["as", "event_for", "source", "type", "subject"]
        case .lago: ["as", "subscription", "code"]
        case .clickHouse: ["as", "table"]
        case .chargedTag: ["tag", "fallback"]
        case .prompts: ["files", "exclude", "rules", "exceptions"]
        case .promptRule:
            [
                "files", "model", "calls_per_month", "output_tokens", "placeholders", "front_matter", "max_tokens",
                "max_cost_per_call", "max_cost_per_month", "max_growth_tokens", "max_growth_percent", "cache_prefix",
                "approved_models",
            ]
        case .efficiency: Self.efficiencyLimits.all + ["use_cases", "minimum_sessions", "keep_from", "cut_below"]
        case .efficiencyLimits: ["max_cost", "max_tokens", "max_of_median", "max_retries"]
        case .routing: Self.route.all + ["work"]
        case .route: ["default", "escalation", "attempts"]
        case .promptException: ["name", "rules", "files", "owner", "reason", "expires"]
        }
    }
}
