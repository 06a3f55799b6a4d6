extension JSONScanner {
    // MARK: - Strings

    mutating func beginString(isName: Bool, into sink: inout some JSONSink) {
        self.isName = isName
        self.kept.removeAll(keepingCapacity: true)
        self.isKeptWhole = true
        self.state = .string
        if !isName, case .text(let kind) = self.action { sink.beginText(kind) }
    }

    /// Whether the bytes of this string are of interest to anybody.
    private var isPassedOver: Bool {
        !self.isName && (self.action == .pass || self.action == .presence || self.action == .length)
    }

    /// Reads up to the string's end, an escape, or the end of the bytes; returns the next position.
    mutating func scanString(_ bytes: Span<UInt8>, from start: Int, into sink: inout some JSONSink) -> Int {
        var end = start
        while end < bytes.count, bytes[end] != UInt8(ascii: "\""), bytes[end] != UInt8(ascii: "\\") { end += 1 }
        if end > start, !self.isPassedOver { self.takeText(bytes.extracting(start..<end), into: &sink) }
        guard end < bytes.count else { return end }
        if bytes[end] == UInt8(ascii: "\\") {
            self.state = .escape
            return end + 1
        }
        if self.escape.hasPendingHalf { self.flushHalf(into: &sink) }
        self.endString(into: &sink)
        return end + 1
    }

    private mutating func takeText(_ bytes: Span<UInt8>, into sink: inout some JSONSink) {
        if self.escape.hasPendingHalf { self.flushHalf(into: &sink) }
        self.passOn(bytes, into: &sink)
    }

    /// Hands unescaped bytes to the sink, or keeps them if they are a name or a fact.
    private mutating func passOn(_ bytes: Span<UInt8>, into sink: inout some JSONSink) {
        switch self.action {
        case .text(let kind) where !self.isName: sink.text(kind, bytes)
        case .base64 where !self.isName: sink.base64(bytes)
        default:
            guard self.isKeptWhole else { return }
            guard self.kept.count + bytes.count <= Self.nameLimit else {
                self.isKeptWhole = false
                return
            }
            for index in 0..<bytes.count { self.kept.append(bytes[index]) }
        }
    }

    private mutating func passOn(_ bytes: [UInt8], into sink: inout some JSONSink) {
        guard !bytes.isEmpty, !self.isPassedOver else { return }
        bytes.withSpan { self.passOn($0, into: &sink) }
    }

    private mutating func flushHalf(into sink: inout some JSONSink) {
        let bytes = self.escape.replacePendingHalf()
        self.passOn(bytes, into: &sink)
    }

    private mutating func endString(into sink: inout some JSONSink) {
        if self.isName {
            self.isName = false
            self.state = .colon
            return self.enterMember(self.kept, isWhole: self.isKeptWhole)
        }
        if self.isKeptWhole, let name = self.keptName { sink.fact(self.pathText, .name(name)) }
        self.endValue(into: &sink)
    }

    /// The string as a fact, if it is wanted and looks like a name: of printable ASCII without spaces.
    private var keptName: String? {
        switch self.action {
        case .value: break
        case .all: guard Self.isNameWanted(self.path) else { return nil }
        default: return nil
        }
        guard !self.kept.isEmpty, self.kept.allSatisfy({ (0x21...0x7E).contains($0) }) else { return nil }
        return String(decoding: self.kept, as: UTF8.self)
    }

    /// Where everything is wanted, numbers are; of the strings only those that say what the numbers are of.
    private static func isNameWanted(_ path: [UInt8]) -> Bool {
        Self.wantedNames.contains { path.count >= $0.count && path.suffix($0.count) == $0 }
    }

    private static let wantedNames: [ArraySlice<UInt8>] = [
        "type", "modality", "ttl", "model", "service_tier", "speed", "inference_geo", "trafficType", "cost",
    ].map { ArraySlice("\($0)".utf8) }

    // MARK: - Escapes

    /// Reads the character behind a backslash.
    mutating func scanEscape(_ bytes: Span<UInt8>, from start: Int, into sink: inout some JSONSink) -> Int {
        let byte = bytes[start]
        if byte == UInt8(ascii: "u") {
            self.escape.beginUnit()
            self.state = .unicode
            return start + 1
        }
        guard let plain = StringEscape.plain(byte) else {
            self.fail(.notJSON)
            return start
        }
        if self.escape.hasPendingHalf { self.flushHalf(into: &sink) }
        self.passOn([plain], into: &sink)
        self.state = .string
        return start + 1
    }

    /// Reads a hexadecimal digit of an escaped UTF-16 unit.
    mutating func scanUnicode(_ bytes: Span<UInt8>, from start: Int, into sink: inout some JSONSink) -> Int {
        switch self.escape.take(bytes[start]) {
        case .more: break
        case .malformed: self.fail(.notJSON)
        case .done(let text):
            self.state = .string
            self.passOn(text, into: &sink)
        }
        return start + 1
    }

    // MARK: - Numbers and words

    mutating func scanNumber(_ bytes: Span<UInt8>, from start: Int, into sink: inout some JSONSink) -> Int {
        var end = start
        while end < bytes.count {
            switch bytes[end] {
            case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "."),
                UInt8(ascii: "e"), UInt8(ascii: "E"):
                // One more than is kept marks the number as too long.
                if self.kept.count <= NumberText.limit { self.kept.append(bytes[end]) }
                end += 1
            default:
                self.endNumber(into: &sink)
                return end
            }
        }
        return end
    }

    mutating func endNumber(into sink: inout some JSONSink) {
        if self.action == .value || self.action == .all {
            sink.fact(self.pathText, .number(NumberText(text: String(decoding: self.kept, as: UTF8.self))))
        }
        self.endValue(into: &sink)
    }

    mutating func scanWord(_ bytes: Span<UInt8>, from start: Int, into sink: inout some JSONSink) -> Int {
        self.kept.append(bytes[start])
        let words: [StaticString] = ["true", "false", "null"]
        for word in words where "\(word)".utf8.starts(with: self.kept) {
            guard word.utf8CodeUnitCount == self.kept.count else { return start + 1 }
            if self.action == .value || self.action == .all, word.utf8CodeUnitCount != 4 || self.kept[0] != 0x6E {
                sink.fact(self.pathText, .bool(self.kept[0] == UInt8(ascii: "t")))
            }
            self.endValue(into: &sink)
            return start + 1
        }
        self.fail(.notJSON)
        return start + 1
    }
}
