internal import TallyMetering
internal import TallyStorage

/// A file of JSON Lines that one process appends to while it is open.
///
/// Every call blocks until the system is done.
actor OTLPFile {
    private static let newline = UInt8(ascii: "\n")
    private static let chunk = 64 << 10

    private let file: DurableFile

    /// Opens the file, or makes it, and takes away a line that a crash has left without its end: it was never taken.
    init(_ path: String) throws(ExportError) {
        do throws(StorageError) {
            let file = try DurableFile(path, .appending)
            if try file.lock() {
                try Self.repair(file)
                self.file = file
                return
            }
        } catch {
            throw ExportError(error)
        }
        throw ExportError(
            .misconfigured,
            "\(path) is written by another exporter: give each process a folder of its own"
        )
    }

    /// Appends `line`, which has no line end, with one: all of it or nothing.
    func append(_ line: [UInt8]) throws(ExportError) {
        do throws(StorageError) {
            let size = try self.file.size
            do throws(StorageError) {
                try self.file.append((line + [Self.newline]).span)
            } catch {
                try? self.file.truncate(to: size)
                throw error
            }
        } catch {
            throw ExportError(error)
        }
    }

    /// Returns when all lines are on the medium.
    func sync() throws(ExportError) {
        do throws(StorageError) {
            try self.file.sync()
        } catch {
            throw ExportError(error)
        }
    }

    /// Cuts off what stands behind the last line end.
    private static func repair(_ file: borrowing DurableFile) throws(StorageError) {
        let size = try file.size
        var end = size
        while end > 0 {
            let start = max(0, end - Self.chunk)
            let bytes = try file.read(at: start, count: end - start)
            if let last = bytes.lastIndex(of: Self.newline) {
                end = start + last + 1
                break
            }
            end = start
        }
        if end < size { try file.truncate(to: end) }
    }
}

extension ExportError {
    /// What a file's failure means: where there is no room there may be some later, and so it is with all else.
    fileprivate init(_ error: StorageError) {
        self.init(.unavailable, "\(error)")
    }
}
