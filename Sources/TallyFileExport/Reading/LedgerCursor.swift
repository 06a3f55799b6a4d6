internal import TallyMetering
internal import TallyStorage

/// A place in a ledger, from which records are read one after the other.
///
/// It reads in pieces of 256 KiB and blocks meanwhile; it keeps one file open, and no more than one line besides the piece.
/// It belongs to one task.
public final class LedgerCursor {
    /// How far the ledger has been read: up to the record that ``next()`` returned last.
    ///
    /// - Complexity: O(*n*) in the number of files of the ledger.
    public var progress: LedgerProgress {
        var progress = self.passed
        if let current { progress.marks[current.file.key] = current.mark }
        return progress
    }

    /// What was passed over.
    public private(set) var skipped = LedgerSkips()

    private struct Current {
        let file: LedgerFile
        let path: String
        let source: LineSource
        var mark: LedgerProgress.Mark
    }

    private let reader: LedgerReader
    private let root: Folder
    // Both from the last to the first, so that the next is taken from the end.
    private var days: [LedgerDay]?
    private var files: [LedgerFile] = []
    private var found: Set<String> = []
    private var current: Current?
    private var passed: LedgerProgress

    init(_ reader: LedgerReader, _ progress: LedgerProgress) {
        self.reader = reader
        self.passed = progress
        self.root = Folder(reader.folder)
    }

    /// Returns the next record; nil at the end of what is there.
    ///
    /// - Throws: ``LedgerError``: for a file that the system does not give or that is damaged, and, unless the reader skips
    ///   them, for lines that are no records or newer than this version.
    public func next() throws(LedgerError) -> LedgerEntry? {
        while let line = try self.nextLine() {
            switch line.record {
            case nil: self.skipped.unfinishedLines += 1
            case .success(let record)?:
                return LedgerEntry(record: record, file: line.path, line: line.line, offset: line.offset)
            case .failure(let error)?:
                let isNewer = error.code == .unsupportedSchema
                if isNewer {
                    self.skipped.newerLines += 1
                } else {
                    self.skipped.unreadableLines += 1
                }
                if (isNewer ? self.reader.newerSchema : self.reader.unreadable) == .fail {
                    throw LedgerError(error, file: line.path, line: line.line)
                }
            }
        }
        return nil
    }

    /// Returns the next line, record or not; nil at the end.
    func nextLine() throws(LedgerError) -> LedgerLine? {
        while true {
            if self.current == nil {
                guard try self.openNext() else { return nil }
            }
            guard let current = self.current else { return nil }
            let next: LineSource.Line?
            do throws(LedgerError) {
                next = try current.source.next()
            } catch {
                // The next call goes on with the next file.
                self.leave()
                throw error
            }
            guard let next else {
                self.current?.mark.isWhole = current.file.form != nil
                self.leave()
                continue
            }
            let number = current.mark.line + 1
            var line = LedgerLine(path: current.path, day: current.file.day, line: number, offset: next.offset)
            if next.isEnded {
                self.current?.mark.offset = next.offset + next.length
                self.current?.mark.line = number
                line.record = current.source.record(next)
            } else {
                line.isClosed = current.source.isClosed()
                self.leave()
            }
            return line
        }
    }

    private func leave() {
        guard let current = self.current else { return }
        self.passed.marks[current.file.key] = current.mark
        self.current = nil
    }

    /// Opens the next file that has more than was read; false at the end.
    private func openNext() throws(LedgerError) -> Bool {
        while true {
            if let file = self.files.popLast() {
                let mark = self.passed.marks[file.key] ?? LedgerProgress.Mark(offset: 0, line: 0, isWhole: false)
                if mark.isWhole || (file.form == nil && file.size <= mark.offset) { continue }
                guard let (file, source) = try self.open(file, at: mark.offset) else { continue }
                self.current = Current(file: file, path: file.path, source: source, mark: mark)
                return true
            }
            guard try self.listNextDay() else { return false }
        }
    }

    /// Opens a file, under the name that it has got if it has been compressed meanwhile; nil if it has been removed.
    private func open(_ file: LedgerFile, at offset: Int) throws(LedgerError) -> (LedgerFile, LineSource)? {
        do throws(LedgerError) {
            return (file, try LineSource(file, at: offset))
        } catch {
            guard file.form == nil, file.folder.entry(file.name) == nil else { throw error }
            let files = try self.list(file.day)
            guard let renamed = files.first(where: { $0.stem == file.stem }) else { return nil }
            return (renamed, try LineSource(renamed, at: offset))
        }
    }

    private func listNextDay() throws(LedgerError) -> Bool {
        if self.days == nil {
            do throws(StorageError) {
                let days = try LedgerFile.days(in: self.root)
                self.days = days.filter { self.reader.days?.contains($0) ?? true }.reversed()
            } catch {
                throw LedgerError(error)
            }
        }
        guard let day = self.days?.popLast() else {
            // Only who reads all days sees all files.
            if self.reader.days == nil { self.passed.keep(only: self.found) }
            return false
        }
        self.files = try self.list(day).reversed()
        for file in self.files { self.found.insert(file.key) }
        return true
    }

    private func list(_ day: LedgerDay) throws(LedgerError) -> [LedgerFile] {
        do throws(StorageError) {
            return try LedgerFile.files(in: self.root, day: day)
        } catch {
            throw LedgerError(error)
        }
    }
}

/// Lines that were passed over.
public struct LedgerSkips: Hashable, Sendable {
    /// Last lines without an end: they are being written, or were when the process was killed.
    public var unfinishedLines = 0
    /// Lines that are no records.
    public var unreadableLines = 0
    /// Lines that a newer version of Tally wrote.
    public var newerLines = 0
}
