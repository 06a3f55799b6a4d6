/// What a scalar without quotes stands for, by the core schema of YAML 1.2, section 10.3.2.
///
/// `010` is eight for YAML 1.1 and ten for the core schema; it stays text.
enum PlainScalar: Equatable {
    case null
    case bool(Bool)
    /// A number as JSON has it.
    case number([UInt8])
    case text
    /// `.inf`, `-.inf`, `.nan`
    case notFinite
    /// A hexadecimal or octal number that is not made decimal, since that takes quadratic time.
    case tooLong

    /// The most digits of hexadecimal and octal numbers.
    static let maximumDigits = 1_024

    /// - Complexity: O(*n*), for hexadecimal and octal numbers O(*n*²) with *n* at most ``maximumDigits``.
    init(_ text: String) {
        switch text {
        case "", "~", "null", "Null", "NULL": self = .null
        case "true", "True", "TRUE": self = .bool(true)
        case "false", "False", "FALSE": self = .bool(false)
        case ".inf", ".Inf", ".INF", "+.inf", "+.Inf", "+.INF", "-.inf", "-.Inf", "-.INF", ".nan", ".NaN", ".NAN":
            self = .notFinite
        default:
            // Most texts don't begin as a number does.
            let first = text.utf8.first ?? 0
            let isNumber = 0x30...0x39 ~= first || "+-.".utf8.contains(first)
            self = isNumber ? Self.read(number: Array(text.utf8)) : .text
        }
    }

    private static func read(number bytes: [UInt8]) -> Self {
        if bytes.count > 2, bytes[0] == UInt8(ascii: "0") {
            if bytes[1] == UInt8(ascii: "x") { return Self.decimal(bytes[2...], base: 16) }
            if bytes[1] == UInt8(ascii: "o") { return Self.decimal(bytes[2...], base: 8) }
        }
        var rest = bytes[...]
        let sign = rest.first
        if sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-") { rest = rest.dropFirst() }
        let whole = Self.takeDigits(&rest)
        var fraction: ArraySlice<UInt8>?
        if rest.first == UInt8(ascii: ".") {
            rest = rest.dropFirst()
            fraction = Self.takeDigits(&rest)
        }
        guard !whole.isEmpty || fraction?.isEmpty == false else { return .text }
        let exponent = rest
        if let mark = rest.first {
            guard mark == UInt8(ascii: "e") || mark == UInt8(ascii: "E") else { return .text }
            rest = rest.dropFirst()
            if rest.first == UInt8(ascii: "+") || rest.first == UInt8(ascii: "-") { rest = rest.dropFirst() }
            guard !Self.takeDigits(&rest).isEmpty, rest.isEmpty else { return .text }
        }
        let isInteger = fraction == nil && exponent.isEmpty
        let significant = whole.drop { $0 == UInt8(ascii: "0") }
        if isInteger, whole.count > 1, significant.count < whole.count { return .text }

        var number: [UInt8] = sign == UInt8(ascii: "-") ? [UInt8(ascii: "-")] : []
        number.append(contentsOf: significant.isEmpty ? [UInt8(ascii: "0")] : significant)
        if let fraction {
            number.append(UInt8(ascii: "."))
            number.append(contentsOf: fraction.isEmpty ? [UInt8(ascii: "0")] : fraction)
        }
        number.append(contentsOf: exponent)
        return .number(number)
    }

    private static func takeDigits(_ rest: inout ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        let digits = rest.prefix { UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 }
        rest = rest[digits.endIndex...]
        return digits
    }

    /// The decimal digits of a number without a sign.
    private static func decimal(_ digits: ArraySlice<UInt8>, base: UInt64) -> Self {
        // Groups of nine decimal digits, the lowest first.
        var groups: [UInt64] = [0]
        for byte in digits {
            guard let digit = Self.value(of: byte), digit < base else { return .text }
            guard digits.count <= Self.maximumDigits else { continue }
            var carry = digit
            for index in groups.indices {
                carry += groups[index] * base
                groups[index] = carry % 1_000_000_000
                carry /= 1_000_000_000
            }
            if carry > 0 { groups.append(carry) }
        }
        guard digits.count <= Self.maximumDigits else { return .tooLong }
        var text = String(groups[groups.count - 1])
        for group in groups.dropLast().reversed() {
            let part = String(group)
            text += String(repeating: "0", count: 9 - part.count) + part
        }
        return .number(Array(text.utf8))
    }

    private static func value(of byte: UInt8) -> UInt64? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt64(byte - UInt8(ascii: "0"))
        case UInt8(ascii: "a")...UInt8(ascii: "f"): UInt64(byte - UInt8(ascii: "a")) + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): UInt64(byte - UInt8(ascii: "A")) + 10
        default: nil
        }
    }
}
