/// Takes the payloads out of an AWS event stream (`application/vnd.amazon.eventstream`) that arrives in pieces cut
/// anywhere.
///
/// A message is four bytes total length, four bytes length of the headers, the CRC-32 of these eight bytes, headers,
/// payload, and the CRC-32 of all before it; all big-endian. Source: the Smithy specification of the event stream format.
/// The payload is passed on before its checksum is known: a wrong one at the end says so.
struct EventStreamFraming {
    enum Event {
        /// Bytes of a payload.
        case payload(Range<Int>)
        /// A message ended.
        case endMessage
    }

    /// The largest message that is read; AWS allows 16 MiB of payload and 128 KiB of headers.
    static let messageLimit = 17 << 20

    private enum Place {
        case prelude
        case headers
        case payload
        case checksum
    }

    private var place = Place.prelude
    private var kept: [UInt8] = []
    private var headerCount = 0
    private var payloadCount = 0
    private var checksum = CRC32()
    private var headers = EventStreamHeaders()
    /// Whether a length or a checksum is wrong: nothing behind it can be read.
    private(set) var isDamaged = false

    /// Whether a message has begun and not ended.
    var isInside: Bool { self.place != .prelude || !self.kept.isEmpty }

    /// The name of the exception that the latest message is, if it is one.
    var exception: String? { self.headers.exception }

    /// Reads from `position` on until something of interest; nil at the end of `bytes` or of what can be read.
    mutating func next(_ bytes: Span<UInt8>, _ position: inout Int) -> Event? {
        while position < bytes.count, !self.isDamaged {
            if self.place == .payload {
                let end = min(bytes.count, position + self.payloadCount)
                let range = position..<end
                self.checksum.append(bytes.extracting(range))
                self.payloadCount -= range.count
                position = end
                if self.payloadCount == 0 { self.place = .checksum }
                return .payload(range)
            }
            let byte = bytes[position]
            position += 1
            switch self.place {
            case .prelude: self.takePrelude(byte)
            case .headers:
                self.checksum.append(byte)
                self.headers.take(byte)
                self.headerCount -= 1
                if self.headerCount == 0 { self.endHeaders() }
            case .checksum where self.takeChecksum(byte): return .endMessage
            default: break
            }
        }
        return nil
    }

    private mutating func takePrelude(_ byte: UInt8) {
        self.kept.append(byte)
        // The prelude's own checksum is under the message's, and not under itself.
        if self.kept.count <= 8 { self.checksum.append(byte) }
        guard self.kept.count == 12 else { return }
        let (total, headers) = (Int(self.word(at: 0)), Int(self.word(at: 4)))
        guard self.word(at: 8) == self.checksum.value, total <= Self.messageLimit, headers + 16 <= total else {
            self.isDamaged = true
            return
        }
        for byte in self.kept[8...] { self.checksum.append(byte) }
        self.kept.removeAll(keepingCapacity: true)
        self.headerCount = headers
        self.payloadCount = total - headers - 16
        self.headers = EventStreamHeaders()
        self.place = .headers
        if headers == 0 { self.endHeaders() }
    }

    private mutating func endHeaders() {
        self.place = self.payloadCount > 0 ? .payload : .checksum
    }

    /// Reads a byte of the last checksum; true if the message is complete and whole.
    private mutating func takeChecksum(_ byte: UInt8) -> Bool {
        self.kept.append(byte)
        guard self.kept.count == 4 else { return false }
        self.isDamaged = self.word(at: 0) != self.checksum.value
        self.kept.removeAll(keepingCapacity: true)
        self.checksum = CRC32()
        self.place = .prelude
        return !self.isDamaged
    }

    private func word(at offset: Int) -> UInt32 {
        self.kept[offset..<offset + 4].reduce(0) { $0 << 8 | UInt32($1) }
    }
}
