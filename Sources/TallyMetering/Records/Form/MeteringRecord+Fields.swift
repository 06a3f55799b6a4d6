internal import TallyPricing

// The fields of outcomes and drops, and what every record begins with.

extension MeteringRecord {
    /// The version of the schema that is written, and the newest that is read.
    public static let schemaVersion = 1

    /// Writes all fields.
    func write<Writer: RecordWriter & ~Copyable>(to writer: inout Writer) {
        writer.write(.schema, Self.schemaVersion)
        switch self {
        case .usage(let record):
            writer.write(.kind, "usage")
            writer.write(.id, record.id)
            writer.write(.time, record.time)
            record.write(to: &writer)
        case .outcome(let record):
            writer.write(.kind, "outcome")
            writer.write(.id, record.id)
            writer.write(.time, record.time)
            record.write(to: &writer)
        case .drop(let record):
            writer.write(.kind, "drop")
            writer.write(.id, record.id)
            writer.write(.time, record.time)
            record.write(to: &writer)
        }
    }

    /// Reads what ``write(to:)`` writes; names that are no fields are passed over.
    init(from source: some RecordSource) throws {
        let schema: Int = try source.required(.schema)
        guard schema <= Self.schemaVersion else {
            let error = RecordError(
                .unsupportedSchema,
                "the record has schema \(schema), and this version of Tally reads up to \(Self.schemaVersion): update Tally"
            )
            throw source.thrown(error, at: nil)
        }
        guard schema > 0 else { throw source.invalid(.schema, "must be at least 1") }
        let (id, time): (RecordID, Timestamp) = (try source.required(.id), try source.required(.time))
        switch try source.required(.kind, as: String.self) {
        case "usage": self = .usage(try UsageRecord(id: id, time: time, from: source))
        case "outcome": self = .outcome(try OutcomeRecord(id: id, time: time, from: source))
        case "drop": self = .drop(try DropRecord(id: id, time: time, from: source))
        default: throw source.invalid(.kind, "must be usage, outcome or drop")
        }
    }
}

extension OutcomeRecord {
    fileprivate func write<Writer: RecordWriter & ~Copyable>(to writer: inout Writer) {
        switch self.subject {
        case .call(let id): writer.write(.callID, id)
        case .interaction(let id): writer.write(.interactionID, id)
        case .session(let id): writer.write(.sessionID, id)
        }
        self.tags.write(to: &writer)
        writer.write(.outcome, self.outcome.rawValue)
    }

    fileprivate init(id: RecordID, time: Timestamp, from source: some RecordSource) throws {
        let subject: OutcomeSubject
        if let call: RecordID = try source.value(.callID) {
            subject = .call(call)
        } else if let interaction: String = try source.value(.interactionID) {
            subject = .interaction(interaction)
        } else {
            subject = .session(try source.required(.sessionID))
        }
        self.init(
            id: id,
            time: time,
            subject: subject,
            outcome: try source.required(.outcome),
            tags: try UsageTags(from: source)
        )
    }
}

extension DropRecord {
    fileprivate func write<Writer: RecordWriter & ~Copyable>(to writer: inout Writer) {
        writer.write(.exporter, self.exporter)
        writer.write(.reason, self.reason.rawValue)
        writer.write(.droppedRecords, self.amount.records)
        writer.write(.droppedTokens, self.amount.tokens)
        writer.write(.droppedCostUSD, self.amount.cost)
        writer.write(.droppedUnpricedRecords, self.amount.unpricedRecords)
    }

    fileprivate init(id: RecordID, time: Timestamp, from source: some RecordSource) throws {
        guard let cost = try source.money(.droppedCostUSD) else {
            throw source.invalid(.droppedCostUSD, "is missing")
        }
        self.init(
            id: id,
            time: time,
            exporter: try source.value(.exporter),
            reason: try source.required(.reason),
            amount: RecordAmount(
                records: try source.required(.droppedRecords),
                tokens: try source.required(.droppedTokens),
                cost: cost,
                unpricedRecords: try source.required(.droppedUnpricedRecords)
            )
        )
    }
}
