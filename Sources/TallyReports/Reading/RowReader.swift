internal import TallyFileExport
internal import TallyMetering
internal import TallyPricing

/// Makes rows of lines, in the fast way where a line is written as Tally writes it.
struct RowReader {
    /// Where the text of a dimension stands in a line.
    private enum Place {
        case field(Int)
        case tag(BytePattern)
        // A key that no pattern holds; the line is read in the slow way.
        case longTag
    }

    private let needs: RowNeeds
    private let filter: [RowCondition]
    private let symbols: SymbolTable
    private let places: [Place]
    private let filterPlaces: [Place]
    private let isSlow: Bool
    // By condition and symbol: whether it holds, once it is known.
    private var verdicts: [[UInt8]]
    private var cache: SymbolCache
    private var call: CanonicalCall
    private var row: UsageRow

    init(_ needs: RowNeeds, filter: [RowCondition], symbols: SymbolTable) {
        self.needs = needs
        self.filter = filter
        self.symbols = symbols
        self.places = needs.dimensions.map(Self.place(of:))
        self.filterPlaces = filter.map { Self.place(of: $0.dimension) }
        let hasLongTag = (self.places + self.filterPlaces).contains { if case .longTag = $0 { true } else { false } }
        self.isSlow = hasLongTag || needs.fields.contains(.record)
        self.verdicts = filter.map { _ in [] }
        self.cache = SymbolCache(symbols)
        self.call = CanonicalCall(keepsBlocks: needs.fields.contains(.prefixBlocks))
        self.row = UsageRow()
        self.row.values = needs.dimensions.map { _ in .absent }
    }

    private static func place(of dimension: Dimension) -> Place {
        let name =
            switch dimension {
            case .interaction: CallField.interaction.rawValue
            case .session: CallField.session.rawValue
            case .tag(let key): UsageTags([key: "-"]).keys.first ?? ""
            default: dimension.name
            }
        if case .tag = dimension {
            let own = [CallField.team, .feature, .useCase, .environment, .customer, .user].map(\.rawValue)
            guard own.contains(name) else {
                return (1...32).contains(name.utf8.count) ? .tag(BytePattern(name)) : .longTag
            }
        }
        return CallField(rawValue: name).map { .field($0.number) } ?? .longTag
    }

    /// What ``read(_:_:)`` made of a line.
    enum Result {
        /// A call that counts; it is lent to the closure.
        case call
        /// A call that the filter leaves out.
        case filtered
        /// The line is to be read in the slow way.
        case unknown
    }

    /// Reads a line in the fast way; ``id`` and ``time`` are those of the call then.
    @inline(__always)
    mutating func read(_ line: inout LineCursor) -> Result {
        guard !self.isSlow, self.call.read(&line) else { return .unknown }
        for index in self.filter.indices {
            guard let holds = self.holds(index, line) else { return .unknown }
            guard holds else { return .filtered }
        }
        return self.fill(line) ? .call : .unknown
    }

    /// The id of the call that was read last.
    var id: RecordID { self.call.id }
    /// When the call that was read last began.
    var time: Timestamp { self.call.time }

    /// Gives the call that was read last to a fold.
    @inline(__always)
    func add<Fold: LedgerFold>(to fold: inout Fold) { fold.add(self.row) }

    /// The row of a record that was read in the slow way; nil if the filter leaves it out.
    func row(_ record: UsageRecord) -> UsageRow? {
        guard self.filter.allSatisfy({ $0.holds(for: record) }) else { return nil }
        return UsageRow(record, needs: self.needs, symbols: self.symbols)
    }

    /// The row of an outcome that was read in the slow way.
    func row(_ record: OutcomeRecord) -> OutcomeRow {
        OutcomeRow(record, needs: self.needs, symbols: self.symbols)
    }

    // MARK: - Parts

    @inline(__always)
    private func text(_ place: Place, _ line: LineCursor) -> Range<Int>? {
        switch place {
        case .field(let number): self.call.has(number) ? self.call.texts[number] : nil
        case .tag(let key): self.call.tags.first { line.text($0.key, is: key) }?.value
        case .longTag: nil
        }
    }

    @inline(__always)
    private mutating func symbol(_ place: Place, _ line: LineCursor) -> Symbol? {
        guard let text = self.text(place, line) else { return .absent }
        return self.cache.symbol(text, in: line)
    }

    /// Whether a condition holds; nil if its text is not valid.
    private mutating func holds(_ index: Int, _ line: LineCursor) -> Bool? {
        let condition = self.filter[index]
        switch condition.dimension {
        case .interaction, .session:
            // There are too many of them to keep.
            guard let text = self.text(self.filterPlaces[index], line) else { return condition.holds(for: nil) }
            guard let string = line.string(text) else { return nil }
            return condition.holds(for: string)
        default: break
        }
        guard let symbol = self.symbol(self.filterPlaces[index], line) else { return nil }
        let number = Int(symbol.number)
        if number >= self.verdicts[index].count {
            self.verdicts[index] += [UInt8](repeating: 0, count: number + 1 - self.verdicts[index].count)
        }
        if self.verdicts[index][number] == 0 {
            self.verdicts[index][number] = condition.holds(for: self.symbols.text(of: symbol)) ? 1 : 2
        }
        return self.verdicts[index][number] == 1
    }

    /// Fills the row that is lent to folds, so that none is made anew; false if a text is not valid.
    @inline(__always)
    private mutating func fill(_ line: LineCursor) -> Bool {
        for index in self.places.indices {
            guard let symbol = self.symbol(self.places[index], line) else { return false }
            self.row.values[index] = symbol
        }
        if self.needs.fields.contains(.identities) {
            self.row.interaction = self.identity(.interaction, line)
            self.row.session = self.identity(.session, line)
        }
        self.row.id = self.call.id
        self.row.time = self.call.time
        self.row.callID = self.call.callID
        self.row.attempt = self.call.attempt
        self.row.tokens = self.call.tokens
        self.row.cost = Money(picodollars: self.call.cost)
        self.row.isUnpriced = self.call.isUnpriced
        self.row.isProviderCost = self.call.isProviderCost
        self.row.source = self.call.source
        self.row.estimate = self.call.estimate
        self.row.duration = self.call.duration
        self.row.timeToFirstToken = self.call.timeToFirstToken
        self.row.requestedMaxOutput = self.call.requestedMaxOutput
        self.row.isError = self.call.has(Self.errorField)
        self.row.isStream = self.call.isStream
        self.row.isComplete = self.call.isComplete
        self.row.isBatch = self.call.isBatch
        if self.needs.fields.contains(.prefixBlocks) { self.row.prefixBlocks = self.call.prefixBlocks }
        return true
    }

    private func identity(_ field: CallField, _ line: LineCursor) -> TextIdentity? {
        let number = field == .interaction ? Self.interactionField : Self.sessionField
        guard self.call.has(number) else { return nil }
        return unsafe line.withBytes(self.call.texts[number]) { bytes in unsafe TextIdentity(of: bytes.span) }
    }

    private static let errorField = CallField.error.number
    private static let interactionField = CallField.interaction.number
    private static let sessionField = CallField.session.number
}
