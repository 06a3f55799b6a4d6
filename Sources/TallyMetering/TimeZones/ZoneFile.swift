/// What a file of the time zone database says: when the clock of a place was set, and to what.
///
/// The form is TZif of version 2 and later (RFC 9636): the 64-bit part is read, the 32-bit one skipped.
struct ZoneFile {
    /// Moments from which an offset holds, ascending, in seconds since 1970.
    let transitions: [Int64]
    /// The offset from UTC in seconds from the transition of the same place on.
    let offsets: [Int64]
    /// The offset before the first transition.
    let firstOffset: Int64
    /// What holds after the last transition, as in POSIX `TZ`; empty if the last offset stays.
    let footer: String

    /// Reads a file; nil if it is none of this form.
    ///
    /// - Complexity: O(*n*) in the number of bytes.
    init?(_ bytes: [UInt8]) {
        var reader = Reader(bytes: bytes)
        guard let first = reader.header(), first.version >= UInt8(ascii: "2"), reader.skip(first.length(timeSize: 4)),
            let header = reader.header(), header.types > 0
        else { return nil }
        var transitions: [Int64] = []
        for _ in 0..<header.transitions {
            guard let time = reader.integer(bytes: 8) else { return nil }
            transitions.append(time)
        }
        var kinds: [Int] = []
        for _ in 0..<header.transitions {
            guard let kind = reader.byte(), kind < header.types else { return nil }
            kinds.append(Int(kind))
        }
        var types: [Int64] = []
        for _ in 0..<header.types {
            guard let offset = reader.integer(bytes: 4), abs(offset) < 26 * 3_600, reader.skip(2) else { return nil }
            types.append(offset)
        }
        guard reader.skip(header.rest(timeSize: 8)), let footer = reader.line(),
            zip(transitions, transitions.dropFirst()).allSatisfy({ $0 < $1 })
        else { return nil }
        self.transitions = transitions
        self.offsets = kinds.map { types[$0] }
        self.firstOffset = types[0]
        self.footer = footer
    }

    private struct Header {
        let version: UInt8
        let universal: Int
        let standard: Int
        let leaps: Int
        let transitions: Int
        let types: Int
        let characters: Int

        func length(timeSize: Int) -> Int {
            self.transitions * (timeSize + 1) + self.types * 6 + self.rest(timeSize: timeSize)
        }

        /// What comes after the types.
        func rest(timeSize: Int) -> Int {
            self.characters + self.leaps * (timeSize + 4) + self.standard + self.universal
        }
    }

    private struct Reader {
        let bytes: [UInt8]
        var position = 0

        mutating func byte() -> UInt8? {
            guard self.position < self.bytes.count else { return nil }
            self.position += 1
            return self.bytes[self.position - 1]
        }

        mutating func skip(_ count: Int) -> Bool {
            guard count >= 0, count <= self.bytes.count - self.position else { return false }
            self.position += count
            return true
        }

        /// A signed number, the highest byte first.
        mutating func integer(bytes count: Int) -> Int64? {
            guard count <= self.bytes.count - self.position else { return nil }
            var value: UInt64 = 0
            for _ in 0..<count {
                value = value << 8 | UInt64(self.bytes[self.position])
                self.position += 1
            }
            return count == 4
                ? Int64(Int32(truncatingIfNeeded: value)) : Int64(bitPattern: value)
        }

        mutating func header() -> Header? {
            guard self.bytes.count - self.position >= 44,
                self.bytes[self.position..<self.position + 4].elementsEqual("TZif".utf8)
            else { return nil }
            let version = self.bytes[self.position + 4]
            self.position += 20
            var counts: [Int] = []
            for _ in 0..<6 {
                // More entries than the file has bytes are no entries.
                guard let count = self.integer(bytes: 4), 0...Int64(self.bytes.count) ~= count else { return nil }
                counts.append(Int(count))
            }
            return Header(
                version: version,
                universal: counts[0],
                standard: counts[1],
                leaps: counts[2],
                transitions: counts[3],
                types: counts[4],
                characters: counts[5]
            )
        }

        mutating func line() -> String? {
            guard self.byte() == UInt8(ascii: "\n"),
                let end = self.bytes[self.position...].firstIndex(of: UInt8(ascii: "\n"))
            else { return nil }
            return String(decoding: self.bytes[self.position..<end], as: UTF8.self)
        }
    }
}
