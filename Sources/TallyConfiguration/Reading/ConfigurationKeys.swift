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

    /// Sections of the file that other parts of Tally read.
    static let reserved = ["efficiency", "exporters", "prices", "prompts", "routing"]

    /// Every key that such a mapping may have.
    var all: [String] {
        switch self {
        case .file: Self.environment.all + ["environments", "budgets", "breakers", "exceptions"] + Self.reserved
        case .environment: ["tags", "models", "limits", "unpriced", "unknown_output", "enforce"]
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
        }
    }
}
