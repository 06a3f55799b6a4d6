internal import TallyMetering

/// A name and a value from a list as in a `baggage` header (W3C Baggage), as OpenTelemetry's variables have them.
struct OTLPHeader: Hashable, Sendable {
    let name: String
    let value: String

    /// Reads `name=value,name=value`, of which values are percent-encoded; empty parts are passed over.
    ///
    /// - Parameter variable: What the text is the value of. It may hold keys, so that no error repeats it.
    static func list(_ text: String, of variable: String) throws(ExportError) -> [OTLPHeader] {
        var list: [OTLPHeader] = []
        for (index, part) in text.split(separator: ",").enumerated() {
            // Metadata of baggage, behind a semicolon, has no meaning here.
            let pair = part.prefix { $0 != ";" }
            if String(pair).trimmingBlanks().isEmpty { continue }
            func wrong(_ what: String) -> ExportError {
                ExportError(.misconfigured, "part \(index + 1) of \(variable) \(what); a list is name=value,name=value")
            }
            guard let equals = pair.firstIndex(of: "=") else { throw wrong("has no '='") }
            let name = String(pair[..<equals]).trimmingBlanks()
            let value = String(pair[equals...].dropFirst()).trimmingBlanks()
            guard !name.isEmpty else { throw wrong("has no name") }
            guard let name = PercentEncoding.decode(name.utf8), let value = PercentEncoding.decode(value.utf8) else {
                throw wrong("has a '%' without two hexadecimal digits")
            }
            list.append(OTLPHeader(name: name, value: value))
        }
        return list
    }
}

extension String {
    /// The text without blanks and tabs at its ends.
    func trimmingBlanks() -> String {
        var rest = self[...]
        while let first = rest.first, first == " " || first == "\t" { rest.removeFirst() }
        while let last = rest.last, last == " " || last == "\t" { rest.removeLast() }
        return String(rest)
    }
}
