internal import TallyMetering

/// Writes JSON as OTLP wants it (opentelemetry-proto, specification.md, "JSON Protobuf Encoding"): numbers of 64 bits as
/// decimal text, ids as hexadecimal text, enumerations as integers, names in lowerCamelCase.
///
/// What is not known has no field: receivers refuse whole batches for a null or an empty value.
struct OTLPWriter {
    /// What has been written.
    private(set) var bytes: [UInt8] = []
    private var isFirst = true

    // MARK: - Objects and arrays

    /// Writes an object that is no field.
    mutating func object(_ body: (inout OTLPWriter) -> Void) {
        self.separate()
        self.enclose("{", "}", body)
    }

    /// Writes a field that is an object.
    mutating func object(_ name: StaticString, _ body: (inout OTLPWriter) -> Void) {
        self.name(name)
        self.enclose("{", "}", body)
    }

    /// Writes a field that is an array, whose elements `body` writes.
    mutating func array(_ name: StaticString, _ body: (inout OTLPWriter) -> Void) {
        self.name(name)
        self.enclose("[", "]", body)
    }

    private mutating func enclose(_ start: Unicode.Scalar, _ end: Unicode.Scalar, _ body: (inout OTLPWriter) -> Void) {
        self.bytes.append(UInt8(ascii: start))
        self.isFirst = true
        body(&self)
        self.bytes.append(UInt8(ascii: end))
        self.isFirst = false
    }

    // MARK: - Fields

    /// Writes text.
    mutating func field(_ name: StaticString, _ text: String) {
        self.name(name)
        self.text(text)
    }

    /// Writes bytes that are UTF-8 as text.
    mutating func field(_ name: StaticString, utf8: [UInt8]) {
        self.name(name)
        self.text(utf8)
    }

    /// Writes a number of 64 bits, as text.
    mutating func field(_ name: StaticString, _ number: UInt64) {
        self.name(name)
        self.number(number)
    }

    /// Writes a number of 64 bits, as text.
    mutating func field(_ name: StaticString, _ number: Int) {
        self.name(name)
        self.bytes.append(UInt8(ascii: "\""))
        DecimalDigits.append(number, to: &self.bytes)
        self.bytes.append(UInt8(ascii: "\""))
    }

    /// Writes a number of 64 bits as a number, for receivers that read no text.
    mutating func field(_ name: StaticString, plain number: UInt64) {
        self.name(name)
        DecimalDigits.append(number, width: 1, to: &self.bytes)
    }

    /// Writes a number of an enumeration or of 32 bits.
    mutating func field(_ name: StaticString, enumeration number: Int) {
        self.name(name)
        DecimalDigits.append(number, to: &self.bytes)
    }

    /// Writes a number; one that is not finite, which JSON does not have, is left out.
    mutating func field(_ name: StaticString, _ number: Double) {
        guard number.isFinite else { return }
        self.name(name)
        self.bytes.append(contentsOf: number.description.utf8)
    }

    /// Writes true or false.
    mutating func field(_ name: StaticString, _ flag: Bool) {
        self.name(name)
        self.bytes.append(contentsOf: (flag ? "true" : "false").utf8)
    }

    /// Writes an id as sixteen hexadecimal digits a word.
    mutating func field(_ name: StaticString, hexadecimal words: UInt64...) {
        self.name(name)
        self.bytes.append(UInt8(ascii: "\""))
        for word in words {
            for shift in stride(from: 60, through: 0, by: -4) { self.hexadecimalDigit(word >> UInt64(shift)) }
        }
        self.bytes.append(UInt8(ascii: "\""))
    }

    // MARK: - Elements

    /// Writes a number of 64 bits as an element, as text.
    mutating func element(_ number: UInt64) {
        self.separate()
        self.number(number)
    }

    /// Writes a number of 64 bits as an element, as a number.
    mutating func element(plain number: UInt64) {
        self.separate()
        DecimalDigits.append(number, width: 1, to: &self.bytes)
    }

    /// Writes a finite number as an element.
    mutating func element(_ number: Double) {
        self.separate()
        self.bytes.append(contentsOf: number.description.utf8)
    }

    // MARK: - Parts

    private mutating func separate() {
        if !self.isFirst { self.bytes.append(UInt8(ascii: ",")) }
        self.isFirst = false
    }

    private mutating func name(_ name: StaticString) {
        self.separate()
        self.bytes.append(UInt8(ascii: "\""))
        name.withUTF8Buffer { utf8 in unsafe self.bytes.append(contentsOf: utf8) }
        self.bytes.append(UInt8(ascii: "\""))
        self.bytes.append(UInt8(ascii: ":"))
    }

    private mutating func number(_ number: UInt64) {
        self.bytes.append(UInt8(ascii: "\""))
        DecimalDigits.append(number, width: 1, to: &self.bytes)
        self.bytes.append(UInt8(ascii: "\""))
    }

    private mutating func hexadecimalDigit(_ number: UInt64) {
        let digit = UInt8(truncatingIfNeeded: number & 0xF)
        self.bytes.append(digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") + digit - 10)
    }

    /// Writes UTF-8 between quotes; NUL is left out, as it is in the ledger, since some stores refuse it.
    private mutating func text(_ utf8: some Sequence<UInt8>) {
        self.bytes.append(UInt8(ascii: "\""))
        for byte in utf8 {
            switch byte {
            case 0: break
            case UInt8(ascii: "\""), UInt8(ascii: "\\"):
                self.bytes.append(UInt8(ascii: "\\"))
                self.bytes.append(byte)
            case 0..<0x20, 0x7F:
                self.bytes.append(contentsOf: "\\u00".utf8)
                self.hexadecimalDigit(UInt64(byte) >> 4)
                self.hexadecimalDigit(UInt64(byte))
            default: self.bytes.append(byte)
            }
        }
        self.bytes.append(UInt8(ascii: "\""))
    }

    private mutating func text(_ text: String) {
        var text = text
        let utf8: Void = text.withUTF8 { utf8 in
            let isPlain = unsafe utf8.allSatisfy {
                $0 >= 0x20 && $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "\\") && $0 != 0x7F
            }
            guard isPlain else {
                unsafe self.text(utf8)
                return
            }
            self.bytes.append(UInt8(ascii: "\""))
            unsafe self.bytes.append(contentsOf: utf8)
            self.bytes.append(UInt8(ascii: "\""))
        }
        return utf8
    }
}
