public import TallyPricing

/// What customers or features bring in and may use: a CSV file with a header.
///
/// The header is `customer` or `feature` (or any other tag or field), and `revenue`, `allowance` or both, in any order; both
/// are dollars as decimal numbers and may be left empty. It is read as RFC 4180 has it: fields may be in double quotes, in
/// which a double quote is written twice.
public struct ValueTable: Hashable, Sendable {
    /// What one customer or feature brings in and may use; nil is not said.
    public struct Entry: Hashable, Sendable {
        /// What it brings in for the period of the report.
        public var revenue: Money?
        /// What may be spent on it in that period.
        public var allowance: Money?
    }

    /// What the entries are of.
    public let dimension: Dimension
    /// The entries by customer or feature.
    public let entries: [String: Entry]

    /// Reads the text of a file.
    ///
    /// - Throws: ``ValueTableError`` at the first line that is not as it should be.
    /// - Complexity: O(*n*).
    public init(csv text: String) throws(ValueTableError) {
        var lines = ValueLines(text)
        guard let header = try lines.next() else {
            throw ValueTableError(line: 1, message: "there is no header; expected customer,revenue,allowance")
        }
        let names = header.map { $0.lowercased() }
        let dimensions = names.filter { $0 != "revenue" && $0 != "allowance" }
        guard dimensions.count == 1, names.count > 1, Set(names).count == names.count,
            let dimension = Dimension(name: dimensions[0]), let key = names.firstIndex(of: dimensions[0])
        else {
            throw ValueTableError(
                line: 1,
                message: "the header is '\(Self.short(header.joined(separator: ",")))'; expected a tag or field and "
                    + "revenue, allowance or both, such as customer,revenue,allowance"
            )
        }
        let places = (names.firstIndex(of: "revenue"), names.firstIndex(of: "allowance"))
        var entries: [String: Entry] = [:]
        while let fields = try lines.next() {
            let line = lines.line
            guard fields.count == names.count else {
                throw ValueTableError(line: line, message: "there are \(fields.count) fields; expected \(names.count)")
            }
            let name = fields[key]
            guard !name.isEmpty else { throw ValueTableError(line: line, message: "the \(dimensions[0]) is empty") }
            guard entries[name] == nil else {
                throw ValueTableError(line: line, message: "'\(Self.short(name))' is there already")
            }
            entries[name] = Entry(
                revenue: try Self.money(fields, places.0, "revenue", line),
                allowance: try Self.money(fields, places.1, "allowance", line)
            )
        }
        self.dimension = dimension
        self.entries = entries
    }

    private static func money(
        _ fields: [String],
        _ place: Int?,
        _ name: String,
        _ line: Int
    ) throws(ValueTableError) -> Money? {
        guard let place, !fields[place].isEmpty else { return nil }
        let text = fields[place]
        guard let money = Money(text.hasPrefix("$") ? String(text.dropFirst()) : text), money >= .zero else {
            throw ValueTableError(
                line: line,
                message: "\(name) is '\(Self.short(text))'; expected dollars as a decimal number, such as 1200.50"
            )
        }
        return money
    }

    private static func short(_ text: String) -> String {
        let shown = String(String.UnicodeScalarView(text.unicodeScalars.prefix(60).filter { $0.value >= 0x20 }))
        return text.unicodeScalars.count > 60 ? shown + "…" : shown
    }
}

/// Why a file of values can't be read.
public struct ValueTableError: Error, Hashable, Sendable {
    /// The line, from 1.
    public let line: Int
    /// What is wrong, and what is expected.
    public let message: String
}
