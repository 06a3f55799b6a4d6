public import TallyMetering

/// A line of JSON for each record of any kind (`application/x-ndjson`), in the form that the ledger has.
public struct JSONLinesEncoding: RecordEncoding {
    /// The exact value of `Content-Type`.
    public var contentType = "application/x-ndjson"
    /// How much one request may have.
    public var limits = RequestLimits()

    /// Creates the encoding.
    public init() {}

    /// Appends the record as a line.
    public func append(_ record: MeteringRecord, to items: inout RequestItems) {
        items.append { bytes in
            RecordJSON.append(record, to: &bytes)
            bytes.append(UInt8(ascii: "\n"))
        }
    }
}

/// One array of JSON with all records of any kind (`application/json`), each in the form that the ledger has.
public struct JSONArrayEncoding: RecordEncoding {
    /// The exact value of `Content-Type`.
    public var contentType = "application/json"
    /// How much one request may have.
    public var limits = RequestLimits()

    /// Creates the encoding.
    public init() {}

    /// An array.
    public var frame: BodyFrame { .jsonArray }

    /// Appends the record as an element.
    public func append(_ record: MeteringRecord, to items: inout RequestItems) {
        items.append { bytes in RecordJSON.append(record, to: &bytes) }
    }
}

extension RecordEncoding where Self == JSONLinesEncoding {
    /// A line of JSON for each record.
    public static var jsonLines: JSONLinesEncoding { JSONLinesEncoding() }
}

extension RecordEncoding where Self == JSONArrayEncoding {
    /// One array of JSON with all records.
    public static var jsonArray: JSONArrayEncoding { JSONArrayEncoding() }
}
