internal import TallyEstimation
internal import TallyFileExport
internal import TallyMetering

#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#elseif canImport(Darwin)
internal import Darwin
#endif

/// Shows records of a ledger as they come.
struct LedgerTail {
    private let folder: String
    private let format: ReportFormat
    private let console = Console()
    private var progress = LedgerProgress()
    /// Records that are shown already and lie behind ``progress``.
    private var shown: Set<RecordID> = []
    private var skipped = 0

    /// In microseconds: soon enough for a person.
    private static let pause: UInt32 = 200_000
    /// Every so many pauses all days are looked at, and not only the last two: a record may be of an earlier one.
    private static let wholeLook = 25

    init(folder: String, format: ReportFormat) {
        self.folder = folder
        self.format = format
    }

    /// Shows everything that is there.
    mutating func showAll() throws {
        try self.showNew(nil)
    }

    /// Shows the last `count` records in the order of the ledger.
    mutating func showLast(_ count: Int) throws {
        // What is written from here on is shown later, unless it is shown now.
        self.progress = try self.reading { (reader) throws(LedgerError) in try reader.end() }
        guard count > 0 else { return }
        var last: [MeteringRecord] = []
        for day in try self.days().reversed() where last.count < count {
            var reader = self.reader
            reader.days = day...day
            last = try self.last(count - last.count, of: reader) + last
        }
        for record in last { self.shown.insert(record.id) }
        try self.show(last)
    }

    /// Shows what comes, until the process ends.
    mutating func follow() throws {
        var round = 0
        while true {
            usleep(Self.pause)
            round += 1
            if round % Self.wholeLook == 0 {
                try self.showNew(nil)
            } else {
                let yesterday = Timestamp(millisecondsSince1970: (SystemClock.now - 86_400) * 1_000)
                let first = LedgerDay(yesterday)
                try self.showNew(LedgerDay("9999-12-31").map { first...max(first, $0) })
            }
        }
    }

    private var reader: LedgerReader {
        var reader = LedgerReader(folder: self.folder)
        (reader.unreadable, reader.newerSchema) = (.skip, .skip)
        return reader
    }

    private func reading<Value>(_ body: (LedgerReader) throws(LedgerError) -> Value) throws(CommandFailure) -> Value {
        do throws(LedgerError) {
            return try body(self.reader)
        } catch {
            throw CommandFailure(error, ledger: self.folder)
        }
    }

    private func days() throws(CommandFailure) -> [LedgerDay] {
        try self.reading { (reader) throws(LedgerError) in try reader.listDays() }
    }

    private func last(_ count: Int, of reader: LedgerReader) throws -> [MeteringRecord] {
        // A ring, so that a long day does not fill the memory.
        var ring: [MeteringRecord] = []
        var next = 0
        let cursor = reader.read()
        while let entry = try self.next(cursor) {
            if ring.count < count {
                ring.append(entry.record)
            } else {
                ring[next] = entry.record
                next = (next + 1) % count
            }
        }
        return Array(ring[next...] + ring[..<next])
    }

    private mutating func showNew(_ days: ClosedRange<LedgerDay>?) throws {
        var reader = self.reader
        reader.days = days
        let cursor = reader.read(since: self.progress)
        var records: [MeteringRecord] = []
        while let entry = try self.next(cursor) {
            if self.shown.remove(entry.record.id) == nil { records.append(entry.record) }
            if records.count >= 1_000 {
                try self.show(records)
                records = []
            }
        }
        try self.show(records)
        self.progress = cursor.progress
        let skipped = cursor.skipped.unreadableLines + cursor.skipped.newerLines
        if skipped > 0 {
            try self.console.note(
                self.folder,
                "\(NumberText.counted(skipped, "line")) that can't be read; see tally ledger verify"
            )
        }
    }

    private func next(_ cursor: LedgerCursor) throws(CommandFailure) -> LedgerEntry? {
        do throws(LedgerError) {
            return try cursor.next()
        } catch {
            throw CommandFailure(error, ledger: self.folder)
        }
    }

    private func show(_ records: [MeteringRecord]) throws {
        guard !records.isEmpty else { return }
        switch self.format {
        case .table:
            for record in records { try self.console.answer(ConsoleLine.text(of: record) + "\n") }
        case .json:
            var bytes: [UInt8] = []
            for record in records {
                RecordJSON.append(record, to: &bytes)
                bytes.append(UInt8(ascii: "\n"))
            }
            try self.console.output.write(bytes)
        }
        try self.console.output.flush()
    }
}
