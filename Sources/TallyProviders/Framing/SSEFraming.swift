/// Takes the data out of server-sent events that arrive in pieces cut anywhere.
///
/// As the HTML standard has them: lines end in LF, CR LF or CR, a colon begins a comment, several data lines make one
/// event, an empty line ends it. A byte order mark at the start is passed over. Data isn't buffered.
struct SSEFraming {
    /// What comes next in the stream of events.
    enum Event {
        /// Bytes of data.
        case data(Range<Int>)
        /// A line of data ended.
        case endLine
        /// An event ended.
        case endEvent
    }

    private enum Place {
        case lineStart
        case field
        case valueStart
        case data
        case typeStart
        case type
        case ignored
    }

    private static let dataName = Array("data".utf8)
    private static let typeName = Array("event".utf8)
    /// The longest type of an event that is kept, in bytes.
    private static let typeLimit = 64

    private var place = Place.lineStart
    private var name: [UInt8] = []
    private var isAfterCarriageReturn = false
    /// The type of the event, if a line said it before the data.
    private(set) var type: [UInt8] = []

    /// Reads from `position` on until something of interest; nil at the end of `bytes`.
    mutating func next(_ bytes: Span<UInt8>, _ position: inout Int) -> Event? {
        while position < bytes.count {
            let byte = bytes[position]
            if self.isAfterCarriageReturn {
                self.isAfterCarriageReturn = false
                if byte == 0x0A {
                    position += 1
                    continue
                }
            }
            if byte == 0x0A || byte == 0x0D {
                position += 1
                self.isAfterCarriageReturn = byte == 0x0D
                if let event = self.endLine() { return event }
                continue
            }
            switch self.place {
            case .lineStart:
                self.place = .field
                self.name.removeAll(keepingCapacity: true)
            case .field:
                position += 1
                self.takeName(byte)
            case .valueStart:
                self.place = .data
                if byte == 0x20 { position += 1 }
            case .typeStart:
                self.place = .type
                if byte == 0x20 { position += 1 }
            case .type:
                if self.type.count < Self.typeLimit { self.type.append(byte) }
                position += 1
            case .ignored:
                position += 1
            case .data:
                let start = position
                while position < bytes.count, bytes[position] != 0x0A, bytes[position] != 0x0D { position += 1 }
                return .data(start..<position)
            }
        }
        return nil
    }

    private mutating func takeName(_ byte: UInt8) {
        if byte == UInt8(ascii: ":") {
            self.place = self.name == Self.dataName ? .valueStart : .ignored
            if self.name == Self.typeName {
                self.place = .typeStart
                self.type.removeAll(keepingCapacity: true)
            }
        } else if self.name.count < Self.typeName.count {
            self.name.append(byte)
        } else {
            self.place = .ignored
        }
    }

    private mutating func endLine() -> Event? {
        let ended = self.place
        self.place = .lineStart
        switch ended {
        case .lineStart:
            self.type.removeAll(keepingCapacity: true)
            return .endEvent
        case .data, .valueStart: return .endLine
        case .field, .typeStart, .type, .ignored: return nil
        }
    }
}
