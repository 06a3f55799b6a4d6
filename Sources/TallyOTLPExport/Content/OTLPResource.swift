internal import TallyMetering

/// Who reports: a service, and attributes of it.
///
/// Metrics are told apart by it: two processes with the same attributes would be taken for one whose numbers jump. So
/// `service.instance.id` is a random UUID unless it is given.
public struct OTLPResource: Hashable, Sendable {
    /// The attributes, by their names in the conventions.
    public var attributes: [String: String]

    /// Creates a resource.
    ///
    /// - Parameters:
    ///   - service: The name of the service, which wins over `service.name` in `attributes`.
    ///   - attributes: Further attributes, which win over those that are there anyway.
    public init(service: String? = nil, attributes: [String: String] = [:]) {
        var all = [
            "service.name": "unknown_service",
            "telemetry.sdk.language": "swift",
            "telemetry.sdk.name": "tally",
            "telemetry.sdk.version": OTLPProduct.version,
        ]
        all.merge(attributes) { _, given in given }
        if all["service.instance.id"] == nil { all["service.instance.id"] = Self.randomUUID() }
        if let service { all["service.name"] = service }
        self.attributes = all
    }

    /// A UUID of version 4 (RFC 9562).
    private static func randomUUID() -> String {
        let high = UInt64.random(in: 0 ... .max) & ~0xF000 | 0x4000
        let low = UInt64.random(in: 0 ... .max) >> 2 | 1 << 63
        return RecordID(high: high, low: low).description
    }
}

extension OTLPWriter {
    /// Writes the resource, its attributes in the order of their names.
    mutating func resource(_ resource: OTLPResource) {
        self.object("resource") { writer in
            writer.attributes(
                resource.attributes.sorted { $0.key < $1.key }.map { OTLPAttribute($0.key, .text($0.value)) }
            )
        }
    }

    /// Writes who made the telemetry.
    mutating func scope() {
        self.object("scope") { writer in
            writer.field("name", "tally")
            writer.field("version", OTLPProduct.version)
        }
    }
}
