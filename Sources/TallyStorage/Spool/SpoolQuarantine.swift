internal import TallyMetering

/// The records that an exporter refuses, for people to look at: lines of JSON with a reason and the record as it was.
struct SpoolQuarantine: Sendable {
    let path: String
    let exporter: String
    /// The most bytes that the file may have.
    let limit: Int

    /// The file of one process, which has the slot of that number.
    init(_ folder: Folder, exporter: String, slot: Int, limit: Int) {
        self.path = folder.path(of: "quarantine-\(Self.fileName(exporter))-\(slot).jsonl")
        self.exporter = exporter
        self.limit = limit
    }

    /// The name with all but letters, digits, `-` and `_` written as `%` and two digits; another for each name.
    static func fileName(_ name: String) -> String {
        var bytes: [UInt8] = []
        for byte in name.utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
                bytes.append(byte)
            default:
                bytes += "%\(byte < 16 ? "0" : "")\(String(byte, radix: 16))".utf8
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Writes a line, and makes it durable if that is asked for.
    ///
    /// - Parameters:
    ///   - line: The record as it was kept.
    ///   - reason: A code.
    /// - Returns: Whether there was room.
    func add(
        _ line: [UInt8],
        reason: String,
        at time: Timestamp,
        isDurable: Bool
    ) throws(StorageError) -> Bool {
        let file = try DurableFile(self.path, .appending)
        var bytes = Array("{\"time\":\"\(time)\",\"exporter\":\"".utf8)
        for byte in self.exporter.utf8 {
            if byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") {
                bytes += "\\u00\(byte < 16 ? "0" : "")\(String(byte, radix: 16))".utf8
            } else {
                bytes.append(byte)
            }
        }
        bytes += "\",\"reason\":\"\(reason)\",\"record\":".utf8
        bytes += line
        bytes += "}\n".utf8
        let size = try file.size
        guard size + bytes.count <= self.limit else { return false }
        do throws(StorageError) {
            try file.append(bytes.span)
            if isDurable { try file.sync() }
        } catch {
            try? file.truncate(to: size)
            throw error
        }
        return true
    }
}
