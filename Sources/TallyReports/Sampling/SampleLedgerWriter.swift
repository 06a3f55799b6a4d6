internal import TallyFileExport
internal import TallyMetering
internal import TallyStorage

/// Why a sample can not be written.
public struct SampleLedgerError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What the system says.
    public let description: String

    init(_ error: StorageError) { self.description = error.description }
}

/// Writes records that come in the order of time into the folders of their days.
struct SampleLedgerWriter {
    private let folder: Folder
    private let maximumFileSize: Int
    private var random: SampleRandom
    private var day: LedgerDay?
    private var file: OpenFile?
    private var buffer: [UInt8] = []
    /// Bytes of the open file, those in the buffer included.
    private var fileSize = 0
    private(set) var files = 0
    private(set) var bytes = 0

    private static let bufferSize = 1 << 20
    // Any; the number of a process that has long ended.
    private static let process: Int32 = 4_711

    /// A file that can be kept in a structure that is copied.
    private final class OpenFile {
        let file: DurableFile

        init(_ file: consuming DurableFile) { self.file = file }
    }

    init(folder: String, seed: UInt64, maximumFileSize: Int) {
        self.folder = Folder(folder)
        self.random = SampleRandom(seed: ~seed)
        self.maximumFileSize = maximumFileSize
    }

    /// Writes a record, and returns its line without the end.
    mutating func write(_ record: MeteringRecord) throws(SampleLedgerError) -> [UInt8] {
        let day = LedgerDay(record.time)
        if day != self.day || self.fileSize >= self.maximumFileSize { try self.begin(day, at: record.time) }
        let start = self.buffer.count
        RecordJSON.append(record, to: &self.buffer)
        let line = Array(self.buffer[start...])
        self.buffer.append(UInt8(ascii: "\n"))
        try self.didAppend(line.count + 1)
        return line
    }

    /// Writes bytes into the file that was written last.
    mutating func write(_ bytes: [UInt8]) throws(SampleLedgerError) {
        self.buffer += bytes
        try self.didAppend(bytes.count)
    }

    /// Hands all to the system.
    mutating func finish() throws(SampleLedgerError) {
        try self.flush()
        self.file = nil
        self.day = nil
    }

    private mutating func didAppend(_ count: Int) throws(SampleLedgerError) {
        self.fileSize += count
        self.bytes += count
        if self.buffer.count >= Self.bufferSize { try self.flush() }
    }

    private mutating func begin(_ day: LedgerDay, at time: Timestamp) throws(SampleLedgerError) {
        try self.flush()
        let folder = self.folder.folder(LedgerFileName.folder(of: day))
        let name = LedgerFileName.make(start: time, process: Self.process, random: self.random.next())
        do throws(StorageError) {
            try folder.create()
            self.file = OpenFile(try DurableFile(folder.path(of: name), .creating))
        } catch {
            throw SampleLedgerError(error)
        }
        self.day = day
        self.files += 1
        self.fileSize = 0
    }

    private mutating func flush() throws(SampleLedgerError) {
        guard let file, !self.buffer.isEmpty else { return }
        do throws(StorageError) {
            try file.file.append(self.buffer.span)
        } catch {
            throw SampleLedgerError(error)
        }
        self.buffer.removeAll(keepingCapacity: true)
    }
}
