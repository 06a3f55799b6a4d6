/// A name and a value, of which there always is one.
struct OTLPAttribute: Hashable, Sendable {
    let key: String
    let value: OTLPValue

    init(_ key: String, _ value: OTLPValue) {
        self.key = key
        self.value = value
    }
}

/// A value of OTLP's `AnyValue`.
enum OTLPValue: Hashable, Sendable {
    case text(String)
    case whole(Int)
    /// A finite number.
    case number(Double)
    case flag(Bool)
    /// At least one text: receivers refuse an array without values.
    case texts([String])
}

extension [OTLPAttribute] {
    /// Adds a text, if there is one.
    mutating func add(_ key: String, _ text: String?) {
        if let text { self.append(OTLPAttribute(key, .text(text))) }
    }

    /// Adds a number, if there is one.
    mutating func add(_ key: String, _ number: Int?) {
        if let number { self.append(OTLPAttribute(key, .whole(number))) }
    }

    /// Adds a number, if there is one and it is finite.
    mutating func add(_ key: String, _ number: Double?) {
        if let number, number.isFinite { self.append(OTLPAttribute(key, .number(number))) }
    }

    /// Adds a flag that is set.
    mutating func add(_ key: String, if flag: Bool) {
        if flag { self.append(OTLPAttribute(key, .flag(true))) }
    }
}

extension OTLPWriter {
    /// Writes the attributes, if there are any.
    mutating func attributes(_ attributes: [OTLPAttribute]) {
        guard !attributes.isEmpty else { return }
        self.array("attributes") { writer in
            for attribute in attributes {
                writer.object { writer in
                    writer.field("key", attribute.key)
                    writer.object("value") { writer in writer.value(attribute.value) }
                }
            }
        }
    }

    private mutating func value(_ value: OTLPValue) {
        switch value {
        case .text(let text): self.field("stringValue", text)
        case .whole(let number): self.field("intValue", number)
        case .number(let number): self.field("doubleValue", number)
        case .flag(let flag): self.field("boolValue", flag)
        case .texts(let texts):
            self.object("arrayValue") { writer in
                writer.array("values") { writer in
                    for text in texts { writer.object { $0.field("stringValue", text) } }
                }
            }
        }
    }
}
