/// How a wire format states its usage: which fields, and what is inside what.
protocol ResponseFormat {
    /// The places of a response that the format reads, with names of its own for those that others have elsewhere.
    static var fields: [FieldPattern] { get }

    /// Puts the usage together from what all documents of a response said.
    static func read(_ reading: inout UsageReading)
}

/// What every response is asked for, whatever its format.
enum CommonFields {
    static let fields: [FieldPattern] = [
        FieldPattern("id", .value), FieldPattern("model", .value), FieldPattern("object", .value),
        FieldPattern("type", .value), FieldPattern("service_tier", .value), FieldPattern("usage", .all),
        FieldPattern("error", .presence), FieldPattern("error.type", .value), FieldPattern("error.code", .value),
        FieldPattern("error.status", .value), FieldPattern("index", .value, as: "lane"),
        FieldPattern("custom_id", .presence),
    ]
}
