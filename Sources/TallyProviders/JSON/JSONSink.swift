/// Whoever takes what a ``JSONScanner`` finds.
protocol JSONSink {
    /// A number, a name, true or false at a place that a pattern names.
    mutating func fact(_ path: String, _ value: FactValue)

    /// An array begins: what an earlier document said of its elements no longer holds.
    mutating func array(at path: String)

    /// A string begins that the model wrote.
    mutating func beginText(_ kind: TextKind)

    /// More of that string, without its escapes, cut anywhere.
    mutating func text(_ kind: TextKind, _ bytes: Span<UInt8>)

    /// More of a string of Base64.
    mutating func base64(_ bytes: Span<UInt8>)

    /// A document is complete.
    mutating func endDocument()
}

/// A value that is kept.
enum FactValue: Hashable, Sendable {
    case number(NumberText)
    case name(String)
    case bool(Bool)
}
