internal import TallyMetering
internal import TallyPricing

/// A call as a line states it that is written as Tally writes lines: fields in their order, without blanks or escapes.
///
/// A line that is written otherwise is no error: ``read(_:)`` returns false, and the line is read by `RecordJSON`. What it
/// takes `RecordJSON` takes too, with the same figures: all that is checked there is checked here, among it that tokens
/// and costs add up.
struct CanonicalCall {
    private(set) var id = RecordID(high: 0, low: 0)
    private(set) var time = Timestamp(millisecondsSince1970: 0)
    private(set) var callID = RecordID(high: 0, low: 0)
    private(set) var attempt = 1
    private(set) var tokens = RowTokens()
    private(set) var cost: Int128 = 0
    private(set) var isUnpriced = false
    private(set) var isProviderCost = false
    private(set) var source = UsageSource.provider
    private(set) var estimate: CallEstimate?
    private(set) var duration: Duration?
    private(set) var timeToFirstToken: Duration?
    private(set) var requestedMaxOutput: Int?
    private(set) var isStream = false
    private(set) var isComplete = true
    private(set) var isBatch = false
    private(set) var prefixBlocks: [PrefixBlock] = []
    /// The keys and values of the tags that have no field of their own.
    private(set) var tags: [(key: Range<Int>, value: Range<Int>)] = []

    /// Where the texts of the fields stand, by the fields' numbers; those that are absent are empty.
    private(set) var texts = [Range<Int>](repeating: 0..<0, count: CallField.allCases.count)

    private let names = CanonicalNames.all
    private let keepsBlocks: Bool
    private var day = CanonicalDay()

    private var present: UInt64 = 0
    private var statedCost: Int?
    private var providerCost: Int?
    private var charged: Int128 = 0
    private var hasUnpriced = false
    private var hasCostParts = false
    private var stated: (input: Int?, output: Int?, total: Int?)
    private var used: (input: Int?, output: Int?)

    /// Creates a reader; it is used again for each line.
    init(keepsBlocks: Bool) {
        self.keepsBlocks = keepsBlocks
    }

    /// Whether a field is there.
    @inline(__always)
    func has(_ field: Int) -> Bool { self.present >> UInt64(field) & 1 == 1 }

    /// Reads a line; false if it is not surely a call, and then nothing of this is to be used.
    mutating func read(_ line: inout LineCursor) -> Bool {
        self.reset()
        guard line.pass(UInt8(ascii: "{")) else { return false }
        var next = 0
        while true {
            while next < self.names.fields.count, !line.pass(self.names.fields[next]) { next += 1 }
            guard next < self.names.fields.count, self.value(of: self.names.all[next], next, &line) else {
                return false
            }
            self.present |= 1 << UInt64(next)
            next += 1
            guard line.pass(UInt8(ascii: ",")) else { break }
        }
        return line.pass(UInt8(ascii: "}")) && line.isAtEnd && self.isWhole && self.addsUp()
    }

    private mutating func reset() {
        for field in 0..<self.texts.count { self.texts[field] = 0..<0 }
        self.present = 0
        self.attempt = 1
        self.tokens = RowTokens()
        self.estimate = nil
        (self.duration, self.timeToFirstToken, self.requestedMaxOutput) = (nil, nil, nil)
        (self.isStream, self.isComplete, self.isBatch) = (false, true, false)
        self.prefixBlocks.removeAll(keepingCapacity: true)
        self.tags.removeAll(keepingCapacity: true)
        (self.statedCost, self.providerCost, self.charged) = (nil, nil, 0)
        (self.hasUnpriced, self.hasCostParts) = (false, false)
        (self.stated, self.used) = ((nil, nil, nil), (nil, nil))
    }

    /// Whether all fields are there that a call must have.
    private var isWhole: Bool { self.present & Self.required == Self.required }

    private static let required: UInt64 = [
        CallField.schema, .kind, .id, .time, .callID, .model, .usage, .source, .check,
    ].reduce(0) { $0 | 1 << UInt64($1.number) }

    /// Works out what follows from other fields, and compares it with what is stated.
    private mutating func addsUp() -> Bool {
        let (input, output) = (self.used.input, self.used.output)
        // At most 36 quantities of 15 digits: nothing overflows.
        let total = input == nil && output == nil ? nil : (input ?? 0) + (output ?? 0)
        if let stated = self.stated.input, stated != input { return false }
        if let stated = self.stated.output, stated != output { return false }
        if let stated = self.stated.total, stated != total { return false }
        self.tokens.input = input ?? 0
        self.tokens.output = output ?? 0
        self.tokens.isKnown = total != nil

        let isPriced = self.has(Self.bookField)
        guard isPriced || !self.hasCostParts else { return false }
        self.isProviderCost = self.providerCost != nil
        self.isUnpriced = !self.isProviderCost && (!isPriced || self.hasUnpriced)
        self.cost = self.providerCost.map { Int128($0) } ?? self.charged
        guard let stated = self.statedCost else { return true }
        return !self.isUnpriced && self.cost == Int128(stated)
    }

    private static let bookField = CallField.book.number

    // MARK: - Fields

    @inline(__always)
    private mutating func value(of field: CallField, _ number: Int, _ line: inout LineCursor) -> Bool {
        switch field {
        case .schema: return line.integer() == 1
        case .kind: return line.pass(self.names.usageKind)
        case .id:
            guard let id = line.uuid() else { return false }
            self.id = RecordID(high: id.high, low: id.low)
        case .time:
            guard let text = line.text(), let time = self.day.time(text, in: line) else { return false }
            self.time = time
        case .callID:
            guard let id = line.uuid() else { return false }
            self.callID = RecordID(high: id.high, low: id.low)
        case .attempt:
            guard let attempt = line.integer(), attempt >= 1 else { return false }
            self.attempt = attempt
        case .team, .feature, .useCase, .environment, .customer, .user:
            guard let text = line.text(), Self.isTagValue(text) else { return false }
            self.texts[number] = text
        case .tags: return self.readTags(&line)
        case .tagsTruncated: return line.flag() != nil
        case .format: return Self.isName(of: self.names.formats, &line, &self.texts[number])
        case .costSource: return Self.isName(of: self.names.costSources, &line, &self.texts[number])
        case .check: return Self.isName(of: self.names.checks, &line, &self.texts[number])
        case .source:
            guard let text = line.text(), let source = self.names.sources.number(of: text, in: line) else {
                return false
            }
            self.source = CanonicalNames.sourceValues[source]
        case .batch: return Self.set(&self.isBatch, line.flag())
        case .stream: return Self.set(&self.isStream, line.flag())
        case .complete: return Self.set(&self.isComplete, line.flag())
        case .usage: return self.readUsage(&line)
        case .inputTokens: return Self.set(&self.stated.input, line.integer())
        case .outputTokens: return Self.set(&self.stated.output, line.integer())
        case .totalTokens: return Self.set(&self.stated.total, line.integer())
        case .estimate: return self.readEstimate(&line)
        case .cost: return Self.set(&self.statedCost, line.scaled(decimals: 12))
        case .providerCost: return Self.set(&self.providerCost, line.scaled(decimals: 12))
        case .priced, .catalogueCost, .drift: return line.skipNumber()
        case .unpriced: return self.readUnpriced(&line)
        case .lines: return self.readLines(&line)
        case .pricedModel, .pricedProvider:
            self.hasCostParts = true
            return line.text() != nil
        case .disregarded:
            self.hasCostParts = true
            return CanonicalList.read(&line) { line in line.text() != nil }
        case .duration: return Self.set(&self.duration, line.scaled(decimals: 3).map { .microseconds($0) })
        case .timeToFirstToken:
            return Self.set(&self.timeToFirstToken, line.scaled(decimals: 3).map { .microseconds($0) })
        case .requestedMaxOutput: return Self.set(&self.requestedMaxOutput, line.integer())
        case .prefixBlocks: return self.readBlocks(&line)
        default:
            guard let text = line.text() else { return false }
            self.texts[number] = text
        }
        return true
    }

    @inline(__always)
    private static func set<Value>(_ field: inout Value, _ value: Value?) -> Bool {
        guard let value else { return false }
        field = value
        return true
    }

    @inline(__always)
    private static func set<Value>(_ field: inout Value?, _ value: Value?) -> Bool {
        field = value
        return value != nil
    }

    @inline(__always)
    private static func isName(of names: NameSet, _ line: inout LineCursor, _ text: inout Range<Int>) -> Bool {
        guard let name = line.text(), names.number(of: name, in: line) != nil else { return false }
        text = name
        return true
    }

    /// Whether a text is a tag's value as it stands: not empty, and not to be cut.
    @inline(__always)
    private static func isTagValue(_ text: Range<Int>) -> Bool {
        1...UsageTags.maximumValueLength ~= text.count
    }

    // MARK: - Objects

    /// Reads tags in the order of their keys, few enough that none is left out.
    private mutating func readTags(_ line: inout LineCursor) -> Bool {
        guard line.pass(UInt8(ascii: "{")) else { return false }
        repeat {
            guard let key = line.text(), line.pass(UInt8(ascii: ":")), let value = line.text(),
                Self.isTagValue(value), CanonicalTags.isKey(key, in: line),
                self.tags.last.map({ CanonicalTags.isAscending($0.key, key, in: line) }) ?? true,
                self.tags.count < UsageTags.maximumCount - 6
            else { return false }
            self.tags.append((key, value))
        } while line.pass(UInt8(ascii: ","))
        return line.pass(UInt8(ascii: "}"))
    }

    private mutating func readUsage(_ line: inout LineCursor) -> Bool {
        guard line.pass(UInt8(ascii: "{")) else { return false }
        if line.pass(UInt8(ascii: "}")) { return true }
        var said: UInt64 = 0
        repeat {
            guard let name = line.text(), let counter = self.names.counters.number(of: name, in: line),
                said >> UInt64(counter) & 1 == 0, line.pass(UInt8(ascii: ":")), let quantity = line.integer()
            else { return false }
            said |= 1 << UInt64(counter)
            if self.names.isInput[counter] { self.used.input = (self.used.input ?? 0) + quantity }
            if self.names.isOutput[counter] { self.used.output = (self.used.output ?? 0) + quantity }
            switch self.names.parts[counter] {
            case .none: break
            case .uncached: self.tokens.uncached = quantity
            case .cacheRead: self.tokens.cacheRead = quantity
            case .cacheWrite: self.tokens.cacheWrite += quantity
            case .reasoning: self.tokens.reasoning = quantity
            }
        } while line.pass(UInt8(ascii: ","))
        return line.pass(UInt8(ascii: "}"))
    }

    private mutating func readEstimate(_ line: inout LineCursor) -> Bool {
        var estimate = CallEstimate(inputTokens: -1)
        let isRead = CanonicalObject.read(self.names.estimate, &line) { field, line in
            switch field {
            case 0: return Self.set(&estimate.inputTokens, line.integer())
            case 1: return Self.set(&estimate.outputTokens, line.integer())
            case 2: return Self.set(&estimate.maximumOutputTokens, line.integer())
            case 3: return Self.set(&estimate.cost, line.money())
            case 4: return Self.set(&estimate.maximumCost, line.money())
            default: return line.skipNumber()
            }
        }
        guard isRead != nil, estimate.inputTokens >= 0 else { return false }
        self.estimate = estimate
        return true
    }

    private mutating func readBlocks(_ line: inout LineCursor) -> Bool {
        let names = self.names
        return CanonicalList.read(&line) { line in
            var block = PrefixBlock(hash: 0, tokens: 0)
            let fields = CanonicalObject.read(names.block, &line) { field, line in
                field == 0 ? Self.set(&block.hash, line.hash()) : Self.set(&block.tokens, line.integer())
            }
            if self.keepsBlocks { self.prefixBlocks.append(block) }
            return fields == 0b11
        }
    }

    // MARK: - What a cost is made of

    private mutating func readUnpriced(_ line: inout LineCursor) -> Bool {
        (self.hasUnpriced, self.hasCostParts) = (true, true)
        let names = self.names
        return CanonicalList.read(&line) { line in
            let fields = CanonicalObject.read(names.unpriced, &line) { field, line in
                switch field {
                case 1: return line.integer() != nil
                case 0: return line.text().flatMap { names.counters.number(of: $0, in: line) } != nil
                default: return line.text().flatMap { names.reasons.number(of: $0, in: line) } != nil
                }
            }
            return fields == 0b111
        }
    }

    private mutating func readLines(_ line: inout LineCursor) -> Bool {
        self.hasCostParts = true
        let names = self.names
        // counter, quantity, rate, per, amount_usd and list
        let required: UInt64 = 0b111_1011
        return CanonicalList.read(&line) { line in
            let fields = CanonicalObject.read(names.line, &line) { field, line in
                switch field {
                case 0, 7: return line.text().flatMap { names.counters.number(of: $0, in: line) } != nil
                case 1, 2, 4, 9: return line.integer() != nil
                case 3: return line.scaled(decimals: 12) != nil
                case 5:
                    guard let amount = line.scaled(decimals: 12) else { return false }
                    self.charged += Int128(amount)
                    return true
                case 6, 8: return line.text() != nil
                case 10: return CanonicalObject.readTexts(&line)
                case 11: return Self.readTier(names, &line)
                default: return Self.readFactors(names, &line)
                }
            }
            return fields.map { $0 & required == required } ?? false
        }
    }

    private static func readTier(_ names: CanonicalNames, _ line: inout LineCursor) -> Bool {
        let fields = CanonicalObject.read(names.tier, &line) { field, line in
            switch field {
            case 0: return line.text().flatMap { names.metrics.number(of: $0, in: line) } != nil
            case 1: return line.text().flatMap { names.comparisons.number(of: $0, in: line) } != nil
            default: return line.integer() != nil
            }
        }
        return fields == 0b111
    }

    private static func readFactors(_ names: CanonicalNames, _ line: inout LineCursor) -> Bool {
        CanonicalList.read(&line) { line in
            CanonicalObject.read(names.factor, &line) { _, line in line.text() != nil } == 0b11
        }
    }
}
