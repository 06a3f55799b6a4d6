public import TallyMetering
internal import TallyPricing

/// Rows for ClickHouse by its HTTP interface, as `JSONEachRow`: an `INSERT` in the address, a line for each record.
///
/// A row is flat: who and what as text, each class of tokens as a number, `cost_usd` as an exact decimal, and `record` with
/// the whole record, from which everything else can be asked. The article <doc:ClickHouse> has the table.
///
/// Each row has the id of its record. A batch whose answer was lost comes again and is there twice, until the table puts
/// rows of one id together (`ReplacingMergeTree`) or a question does (`FINAL`, `LIMIT 1 BY id`): see the article.
public struct ClickHouseEncoding: RecordEncoding {
    /// The table, with its database if that is not the user's: `metering.usage`.
    public let table: String
    /// Settings of the insert, which go into the address.
    public var settings: [(name: String, value: String)] = [
        ("date_time_input_format", "best_effort"), ("input_format_skip_unknown_fields", "1"),
    ]
    /// How much one request may have; a table wants few large inserts.
    public var limits = RequestLimits(items: 100_000, bytes: 16_000_000)

    /// Creates the encoding for a table.
    ///
    /// - Throws: ``ExportError`` with `misconfigured` unless `table` is a name, or two with a full stop between.
    public init(table: String) throws(ExportError) {
        let names = table.split(separator: ".", omittingEmptySubsequences: false)
        guard names.count <= 2, names.allSatisfy(Self.isName) else {
            throw ExportError(
                .misconfigured,
                "the table of ClickHouse must be a name, or database.name, of letters, digits and underscores"
            )
        }
        self.table = table
    }

    private static func isName(_ name: Substring) -> Bool {
        guard let first = name.utf8.first, !(UInt8(ascii: "0")...UInt8(ascii: "9") ~= first) else { return false }
        return name.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"):
                true
            default: false
            }
        }
    }

    /// `application/x-ndjson`.
    public var contentType: String { "application/x-ndjson" }

    /// The insert and its settings.
    public var query: [(name: String, value: String)] {
        [("query", "INSERT INTO \(self.table) FORMAT JSONEachRow")] + self.settings
    }

    /// Returns what the answer means.
    ///
    /// ClickHouse answers most failures with 500, so that the code in the text tells: rows that can not be read are
    /// rejected, a table or a user that is not there is misconfigured, everything else is worth another try.
    public func code(of reply: HTTPReply) -> ExportError.Code? {
        guard reply.status >= 400, let code = Self.exceptionCode(of: reply) else {
            return StatusRules.usual.code(of: reply.status)
        }
        if Self.badRows.contains(code) { return .rejected }
        if Self.badSetup.contains(code) { return .misconfigured }
        return reply.status == 413 ? .tooLarge : .unavailable
    }

    // The numbers are ClickHouse's and never change their meaning (src/Common/ErrorCodes.cpp).
    /// Text, numbers, dates, ids and decimals that can not be read, and those that do not fit.
    private static let badRows: Set<Int> = [6, 26, 27, 38, 41, 53, 69, 72, 117, 131, 349, 376, 407]
    /// Columns, tables, databases, users, rights and settings that are not there.
    private static let badSetup: Set<Int> = [
        10, 16, 20, 36, 43, 46, 47, 50, 60, 62, 73, 81, 115, 164, 192, 193, 194, 195, 497, 516,
    ]

    private static func exceptionCode(of reply: HTTPReply) -> Int? {
        if let value = reply.values(of: "x-clickhouse-exception-code").first { return Int(value) }
        let start = Array("Code: ".utf8)
        guard reply.body.starts(with: start) else { return nil }
        let digits = reply.body.dropFirst(start.count).prefix { UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 }
        return Int(String(decoding: digits, as: UTF8.self))
    }
}

extension RecordEncoding where Self == ClickHouseEncoding {
    /// Rows for a table of ClickHouse.
    ///
    /// - Throws: ``ExportError`` with `misconfigured` for text that is no name of a table.
    public static func clickHouse(table: String) throws(ExportError) -> ClickHouseEncoding {
        try ClickHouseEncoding(table: table)
    }
}
