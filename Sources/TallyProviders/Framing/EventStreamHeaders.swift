/// The headers of a message of an AWS event stream, of which only exceptions are kept.
///
/// A header is a byte length, a name, a byte type and a value: none (types 0 and 1), 1, 2, 4, 8 (types 2 to 5, and 8), 16
/// bytes (type 9), or two bytes length and as many bytes (types 6 and 7).
struct EventStreamHeaders {
    private enum Place { case nameLength, name, type, length, value }

    private var place = Place.nameLength
    private var remaining = 0
    private var length = 0
    private var name: [UInt8] = []
    private var value: [UInt8] = []

    /// The name of the exception, if the message is one.
    private(set) var exception: String?

    mutating func take(_ byte: UInt8) {
        switch self.place {
        case .nameLength:
            self.name = []
            self.value = []
            self.remaining = Int(byte)
            self.place = byte == 0 ? .type : .name
        case .name:
            self.name.append(byte)
            self.remaining -= 1
            if self.remaining == 0 { self.place = .type }
        case .type: self.takeType(byte)
        case .length:
            self.length = self.length << 8 | Int(byte)
            self.remaining -= 1
            if self.remaining == 0 { self.beginValue(self.length) }
        case .value:
            if self.value.count < 64 { self.value.append(byte) }
            self.remaining -= 1
            if self.remaining == 0 { self.endHeader() }
        }
    }

    private mutating func takeType(_ byte: UInt8) {
        switch byte {
        case 0, 1: self.endHeader()
        case 2: self.beginValue(1)
        case 3: self.beginValue(2)
        case 4: self.beginValue(4)
        case 6, 7:
            self.length = 0
            self.remaining = 2
            self.place = .length
        case 9: self.beginValue(16)
        default: self.beginValue(8)
        }
    }

    private mutating func beginValue(_ count: Int) {
        self.remaining = count
        self.place = .value
        if count == 0 { self.endHeader() }
    }

    private mutating func endHeader() {
        self.place = .nameLength
        let name = String(decoding: self.name, as: UTF8.self)
        let isPrintable = self.value.allSatisfy { (0x21...0x7E).contains($0) }
        guard name == ":exception-type" || name == ":error-code", isPrintable else { return }
        self.exception = String(decoding: self.value, as: UTF8.self)
    }
}
