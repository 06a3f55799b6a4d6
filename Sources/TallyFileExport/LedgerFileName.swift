internal import TallyStorage

/// How folders and files of a ledger are called.
///
/// `dt=2026-11-21/20261121T213453123Z-4711-9f3a5c1700b2d4e6.jsonl`: the day of the records, then when the file was begun,
/// by which process, and a random number. Names sort by the time of beginning. What ends with `.jsonl.gz` or `.jsonl.zst`
/// is a compressed file of that name. What else an exporter keeps in a folder begins with a dot, which Spark passes over,
/// and has no `.jsonl` in its name, since the patterns of DuckDB and ClickHouse find dots too.
package enum LedgerFileName {
    static let ending = ".jsonl"
    /// What a file ends with that holds torn ends.
    static let tornEnding = ".torn"
    /// What a file ends with that is being compressed.
    static let partEnding = ".part"
    private static let folderStart = "dt="

    /// The folder of a day.
    package static func folder(of day: LedgerDay) -> String { Self.folderStart + day.description }

    /// The day that a folder's name states; nil for a folder that is none of the ledger's.
    static func day(ofFolder name: String) -> LedgerDay? {
        guard name.hasPrefix(Self.folderStart) else { return nil }
        return LedgerDay(String(name.dropFirst(Self.folderStart.count)))
    }

    /// The name of a file that is begun at `start`.
    package static func make(start: Timestamp, process: Int32, random: UInt64) -> String {
        let digits = String(random, radix: 16)
        let padding = String(repeating: "0", count: 16 - digits.utf8.count)
        return "\(Self.compact(start))-\(process)-\(padding)\(digits)\(Self.ending)"
    }

    /// When the file of that name was begun; nil for a name that was made by others.
    static func start(of name: String) -> Timestamp? {
        // 20261121T213453123Z
        let text = Array(name.utf8.prefix(20))
        guard text.count == 20, text[8] == UInt8(ascii: "T"), text[18] == UInt8(ascii: "Z"),
            text[19] == UInt8(ascii: "-")
        else { return nil }
        func part(_ range: Range<Int>) -> String { String(decoding: text[range], as: UTF8.self) }
        let (date, clock) = (
            "\(part(0..<4))-\(part(4..<6))-\(part(6..<8))", "\(part(9..<11)):\(part(11..<13)):\(part(13..<15))"
        )
        return Timestamp("\(date)T\(clock).\(part(15..<18))Z")
    }

    /// The name of a file beside a ledger's that engines do not find: `.20261121T213453123Z-4711-9f3a5c1700b2d4e6.torn`.
    static func hidden(_ stem: String, _ ending: String) -> String {
        ".\(stem.dropLast(Self.ending.count))\(ending)"
    }

    /// The name without the ending of a compressed form, and that form; nil for a file that is none of the ledger's.
    static func parse(_ name: String) -> (stem: String, form: Compression?)? {
        guard !name.hasPrefix(".") else { return nil }
        if name.hasSuffix(Self.ending) { return (name, nil) }
        for form in Compression.allCases where name.hasSuffix(Self.ending + form.fileExtension) {
            return (String(name.dropLast(form.fileExtension.count)), form)
        }
        return nil
    }

    private static func compact(_ time: Timestamp) -> String {
        String(time.description.filter { !["-", ":", "."].contains($0) })
    }
}
