internal import TallyPricing

extension Timestamp {
    /// The moment that the system's clock shows.
    public static var now: Timestamp {
        Timestamp(millisecondsSince1970: SystemTime.millisecondsSince1970)
    }

    /// The day in UTC.
    package var date: CivilDate {
        CivilDate(secondsSince1970: self.secondsSince1970)
    }
}

extension Timestamp: LosslessStringConvertible, CustomStringConvertible {
    /// The first and the last moment that RFC 3339 can write: the years 0 and 9999.
    static let writable =
        Timestamp(
            millisecondsSince1970: -62_167_219_200_000
        )...Timestamp(
            millisecondsSince1970: 253_402_300_799_999
        )

    /// The moment as in RFC 3339, in UTC with milliseconds: `2026-11-21T18:14:31.042Z`.
    ///
    /// Years before 0 and after 9999 have no such text; they are written as the nearest moment that has.
    public var description: String {
        var bytes: [UInt8] = []
        self.appendText(to: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Creates the moment that a text in the form of RFC 3339 states.
    ///
    /// The offset may be any; decimals of a second may be none to nine, and what is finer than a millisecond is left out.
    /// A leap second is the moment after it, since a timestamp has none.
    ///
    /// - Returns: Nil for any other text, and for a day or an hour that does not exist.
    public init?(_ text: String) {
        var text = text
        let parsed = text.withUTF8 { bytes in unsafe Self.parse(bytes.span) }
        guard let parsed else { return nil }
        self = parsed
    }

    /// Appends the text.
    func appendText(to bytes: inout [UInt8]) {
        let time = min(max(self, Self.writable.lowerBound), Self.writable.upperBound)
        let date = time.date
        let second = time.secondsSince1970 - date.daysSince1970 * 86_400
        let fields = [
            (date.year, 4, UInt8(ascii: "-")), (date.month, 2, UInt8(ascii: "-")), (date.day, 2, UInt8(ascii: "T")),
            (Int(second / 3_600), 2, UInt8(ascii: ":")), (Int(second / 60 % 60), 2, UInt8(ascii: ":")),
            (Int(second % 60), 2, UInt8(ascii: ".")),
            (Int(time.millisecondsSince1970 - time.secondsSince1970 * 1_000), 3, UInt8(ascii: "Z")),
        ]
        for (number, width, end) in fields {
            DecimalDigits.append(UInt64(number), width: width, to: &bytes)
            bytes.append(end)
        }
    }

    /// Returns the moment that `text` states; nil for any other text.
    static func parse(_ text: Span<UInt8>) -> Timestamp? {
        // 2026-11-21T18:14:31 and an offset
        guard text.count >= 20, text.count <= 35,
            let year = DecimalDigits.number(text, at: 0, digits: 4), text[4] == UInt8(ascii: "-"),
            let month = DecimalDigits.number(text, at: 5, digits: 2), text[7] == UInt8(ascii: "-"),
            let day = DecimalDigits.number(text, at: 8, digits: 2),
            let date = CivilDate(year: year, month: month, day: day),
            [UInt8(ascii: "T"), UInt8(ascii: "t"), UInt8(ascii: " ")].contains(text[10]),
            let clock = Self.secondOfDay(text, at: 11), text[16] == UInt8(ascii: ":"),
            let second = DecimalDigits.number(text, at: 17, digits: 2), second <= 60
        else { return nil }
        var position = 19
        guard let milliseconds = Self.fraction(text, &position), let offset = Self.offset(text, at: position) else {
            return nil
        }
        let seconds = date.daysSince1970 * 86_400 + Int64(clock + second - offset)
        return Timestamp(millisecondsSince1970: seconds * 1_000 + Int64(milliseconds))
    }

    /// Reads hours and minutes at `start`, in seconds.
    private static func secondOfDay(_ text: Span<UInt8>, at start: Int) -> Int? {
        guard let hour = DecimalDigits.number(text, at: start, digits: 2), hour <= 23,
            text[start + 2] == UInt8(ascii: ":"),
            let minute = DecimalDigits.number(text, at: start + 3, digits: 2), minute <= 59
        else { return nil }
        return hour * 3_600 + minute * 60
    }

    /// Reads a point and one to nine digits, if there is a point.
    private static func fraction(_ text: Span<UInt8>, _ position: inout Int) -> Int? {
        guard text[position] == UInt8(ascii: ".") else { return 0 }
        let start = position + 1
        var milliseconds = 0
        position = start
        while position < text.count, let digit = DecimalDigits.number(text, at: position, digits: 1) {
            if position - start < 3 { milliseconds = milliseconds * 10 + digit }
            position += 1
        }
        let digits = position - start
        guard 1...9 ~= digits else { return nil }
        return milliseconds * (digits == 1 ? 100 : digits == 2 ? 10 : 1)
    }

    /// Reads the offset, which ends the text, in seconds.
    private static func offset(_ text: Span<UInt8>, at position: Int) -> Int? {
        switch text.count - position {
        case 1: return text[position] | 0x20 == UInt8(ascii: "z") ? 0 : nil
        case 6:
            let isEast = text[position] == UInt8(ascii: "+")
            guard isEast || text[position] == UInt8(ascii: "-") else { return nil }
            return Self.secondOfDay(text, at: position + 1).map { isEast ? $0 : -$0 }
        default: return nil
        }
    }
}

extension Timestamp: Codable {
    /// Reads a moment from its text.
    ///
    /// - Throws: `DecodingError.dataCorrupted` for text that is no moment.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        guard let time = Timestamp(try container.decode(String.self)) else {
            throw DecodingError.dataCorruptedError(
                in: container,
                debugDescription: "a time is written as in RFC 3339: 2026-11-21T18:14:31.042Z"
            )
        }
        self = time
    }

    /// Writes the moment as its text.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(self.description)
    }
}
