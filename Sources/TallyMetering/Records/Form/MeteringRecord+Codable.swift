extension MeteringRecord: Codable {
    /// Reads a record of any kind from the shape that `record.schema.json` describes.
    ///
    /// - Throws: `DecodingError`; a newer schema, a field that is not as it must be and sums that disagree are
    ///   `dataCorrupted` with a ``RecordError`` under it.
    public init(from decoder: any Decoder) throws {
        try self.init(from: RecordDecoder(decoder))
    }

    /// Writes the record in the shape that `record.schema.json` describes.
    ///
    /// A coder of JSON writes money as exact numbers.
    public func encode(to encoder: any Encoder) throws {
        var writer = RecordEncoder(encoder)
        self.write(to: &writer)
        try writer.finish()
    }
}

extension UsageRecord: Codable {
    /// Reads a record from the shape that `record.schema.json` describes.
    ///
    /// - Throws: `DecodingError`, also for a record of another kind.
    public init(from decoder: any Decoder) throws {
        let source = try RecordDecoder(decoder)
        guard case .usage(let record) = try MeteringRecord(from: source) else {
            throw source.invalid(.kind, "must be usage")
        }
        self = record
    }

    /// Writes the record in the shape that `record.schema.json` describes.
    public func encode(to encoder: any Encoder) throws {
        try MeteringRecord.usage(self).encode(to: encoder)
    }
}

extension OutcomeRecord: Codable {
    /// Reads a record from the shape that `record.schema.json` describes.
    ///
    /// - Throws: `DecodingError`, also for a record of another kind.
    public init(from decoder: any Decoder) throws {
        let source = try RecordDecoder(decoder)
        guard case .outcome(let record) = try MeteringRecord(from: source) else {
            throw source.invalid(.kind, "must be outcome")
        }
        self = record
    }

    /// Writes the record in the shape that `record.schema.json` describes.
    public func encode(to encoder: any Encoder) throws {
        try MeteringRecord.outcome(self).encode(to: encoder)
    }
}

extension DropRecord: Codable {
    /// Reads a record from the shape that `record.schema.json` describes.
    ///
    /// - Throws: `DecodingError`, also for a record of another kind.
    public init(from decoder: any Decoder) throws {
        let source = try RecordDecoder(decoder)
        guard case .drop(let record) = try MeteringRecord(from: source) else {
            throw source.invalid(.kind, "must be drop")
        }
        self = record
    }

    /// Writes the record in the shape that `record.schema.json` describes.
    public func encode(to encoder: any Encoder) throws {
        try MeteringRecord.drop(self).encode(to: encoder)
    }
}
