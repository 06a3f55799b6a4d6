internal import TallyEstimation
internal import TallyFileExport
internal import TallyMetering
internal import TallyPricing
internal import TallyStorage

#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#elseif canImport(Darwin)
internal import Darwin
#endif

/// How far a ledger has been sent, in a file that is written after each batch that was taken.
///
/// ```
/// tally ship position 1
/// sent 2048 1234567 1.25 3
/// taken 0192f3a0-…
/// 409600 2048 open dt=2026-11-21/….jsonl
/// ```
///
/// What was sent in all, as records, tokens, dollars and unpriced records; the ids of records behind the place that were
/// taken already; then the place in each file.
struct ShipPosition: Sendable {
    /// Up to where all was taken or passed over.
    var progress = LedgerProgress()
    /// Records behind ``progress`` that were taken or passed over: the first ones of a batch that did not go as a whole.
    var taken: Set<RecordID> = []
    /// What all runs have sent.
    var sent = RecordAmount.zero

    private static let head = "tally ship position 1"

    /// Reads a position; nil if there is none yet.
    ///
    /// - Throws: ``CommandFailure`` for a file that can't be read, or is none of these.
    static func read(_ path: String) throws(CommandFailure) -> ShipPosition? {
        let bytes: [UInt8]
        do throws(StorageError) {
            let file = try DurableFile(path, .reading)
            bytes = try file.read(at: 0, count: try file.size)
        } catch {
            if error.isNotFound { return nil }
            throw CommandFailure(.unreadableInput, what: path, why: error.description)
        }
        guard let position = ShipPosition(String(decoding: bytes, as: UTF8.self)) else {
            throw CommandFailure(
                .unreadableInput,
                what: path,
                why: "this is no position of a shipment, or one of a newer version",
                remedy: "remove the file to send everything again, or name another one by --state"
            )
        }
        return position
    }

    /// Writes the position: it is there whole or as it was before, and on the medium.
    func write(to path: String) throws(CommandFailure) {
        let slash = path.lastIndex(of: "/")
        let folder = Folder(slash.map { $0 == path.startIndex ? "/" : String(path[..<$0]) } ?? ".")
        let name = String(slash.map { path[path.index(after: $0)...] } ?? path[...])
        let partial = "\(name).\(getpid()).part"
        do throws(StorageError) {
            try folder.remove(partial)
            do throws(StorageError) {
                let file = try DurableFile(folder.path(of: partial), .creating)
                try Self.append(Array(self.text.utf8), to: file)
                try file.sync()
            } catch {
                try? folder.remove(partial)
                throw error
            }
            try folder.rename(partial, to: name)
            try folder.sync()
        } catch {
            throw CommandFailure(.unwritableOutput, what: path, why: error.description, remedy: "--state FILE")
        }
    }

    private static func append(_ bytes: [UInt8], to file: borrowing DurableFile) throws(StorageError) {
        try file.append(bytes.span)
    }

    private var text: String {
        let sent = self.sent
        var lines = [Self.head, "sent \(sent.records) \(sent.tokens) \(sent.cost) \(sent.unpricedRecords)"]
        lines += self.taken.map { "taken \($0)" }.sorted()
        lines += self.progress.lines
        return lines.joined(separator: "\n") + "\n"
    }

    init() {}

    private init?(_ text: String) {
        // Of a file that was cut, the last line has no end.
        guard text.hasSuffix("\n") else { return nil }
        var lines = text.split(separator: "\n")[...]
        guard lines.popFirst() == Substring(Self.head), let sent = lines.popFirst()?.split(separator: " "),
            sent.count == 5, sent[0] == "sent", let records = Int(sent[1]), let tokens = Int(sent[2]),
            let cost = Money(String(sent[3])), let unpriced = Int(sent[4])
        else { return nil }
        self.sent = RecordAmount(records: records, tokens: tokens, cost: cost, unpricedRecords: unpriced)
        while let line = lines.first, line.hasPrefix("taken ") {
            guard let id = RecordID(String(line.dropFirst(6))) else { return nil }
            self.taken.insert(id)
            lines.removeFirst()
        }
        guard let progress = LedgerProgress(lines: lines) else { return nil }
        self.progress = progress
    }
}
