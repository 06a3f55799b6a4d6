/// Characters that can't be seen, or that move what is seen, by names that can be shown in their place.
package enum VisibleCharacter {
    /// The name to show for a character, or nil for one that is shown as it is.
    ///
    /// Tabs and newlines have a name, too; who shows text with its lines asks for the others only.
    package static func name(_ scalar: Unicode.Scalar) -> String? {
        switch scalar.value {
        case 0x00...0x1F: Self.controls[Int(scalar.value)]
        case 0x7F: "DEL"
        case 0xAD: "SHY"
        case 0x34F: "CGJ"
        case 0x61C: "ALM"
        case 0x180E: "MVS"
        case 0x200B: "ZWSP"
        case 0x200C: "ZWNJ"
        case 0x200D: "ZWJ"
        case 0x200E: "LRM"
        case 0x200F: "RLM"
        case 0x2028: "LS"
        case 0x2029: "PS"
        case 0x202A...0x202E: ["LRE", "RLE", "PDF", "LRO", "RLO"][Int(scalar.value) - 0x202A]
        case 0x2060: "WJ"
        case 0x2066...0x2069: ["LRI", "RLI", "FSI", "PDI"][Int(scalar.value) - 0x2066]
        case 0xFEFF: "BOM"
        default: Self.unnamed(scalar)
        }
    }

    /// Whether the character decides which way others are written.
    package static func isDirectional(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x61C, 0x200E, 0x200F, 0x202A...0x202E, 0x2066...0x2069: true
        default: false
        }
    }

    /// Returns the text with the names of such characters in brackets, so that it stays on its line, in its direction and
    /// without a command to a terminal; what joins emoji stays.
    ///
    /// - Complexity: O(*n*)
    package static func visible(_ text: String) -> String {
        // Most texts of a ledger are plain.
        if text.utf8.allSatisfy({ 0x20...0x7E ~= $0 }) { return text }
        var result = ""
        for scalar in text.unicodeScalars {
            if let name = Self.name(scalar), scalar != "\u{200D}" {
                result += "[\(name)]"
            } else {
                result.unicodeScalars.append(scalar)
            }
        }
        return result
    }

    private static func unnamed(_ scalar: Unicode.Scalar) -> String? {
        // What joins and varies emoji is a part of what is seen.
        guard scalar.value >= 0x80, !(0xFE00...0xFE0F).contains(scalar.value) else { return nil }
        switch scalar.value {
        case 0x3400...0x9FFF, 0xAC00...0xD7A3: return nil
        default: break
        }
        switch scalar.properties.generalCategory {
        case .control, .format, .privateUse, .unassigned, .lineSeparator, .paragraphSeparator:
            return "U+" + Self.hexadecimal(scalar.value)
        default:
            return nil
        }
    }

    private static func hexadecimal(_ value: UInt32) -> String {
        let digits = String(value, radix: 16, uppercase: true)
        return String(repeating: "0", count: max(0, 4 - digits.count)) + digits
    }

    private static let controls = [
        "NUL", "SOH", "STX", "ETX", "EOT", "ENQ", "ACK", "BEL", "BS", "TAB", "LF", "VT", "FF", "CR", "SO", "SI",
        "DLE", "DC1", "DC2", "DC3", "DC4", "NAK", "SYN", "ETB", "CAN", "EM", "SUB", "ESC", "FS", "GS", "RS", "US",
    ]
}
