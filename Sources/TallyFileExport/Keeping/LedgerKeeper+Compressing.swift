internal import TallyStorage

extension LedgerKeeper {
    /// Puts a compressed file in a plain one's place.
    ///
    /// The compressed file gets its name only when all of it is on the medium, and the plain one goes only then: after a
    /// stop at any moment one of them is whole, and if both are there, readers take the compressed one and the next start
    /// removes the other. Between those two steps, which follow each other at once, an engine that reads all names of a
    /// folder sees both.
    static func compress(
        _ handle: OpenLedgerFile.Handle,
        _ file: LedgerFile,
        _ form: Compression,
        _ result: inout KeepingResult
    ) async throws(StorageError) {
        let folder = file.folder
        for known in Compression.allCases where folder.entry(file.stem + known.fileExtension) != nil {
            let name = file.stem + known.fileExtension
            if await Self.holds(folder, name, known, bytes: try handle.file.size) {
                try folder.remove(file.name)
                try folder.sync()
                return
            }
            result.failures.append("\(file.path): the compressed file beside it is damaged, and is made again")
            try folder.remove(name)
        }
        let hidden = LedgerFileName.hidden(file.stem, form.fileExtension + LedgerFileName.partEnding)
        // What a stopped process left.
        try folder.remove(hidden)
        do throws(StorageError) {
            let target = OpenLedgerFile.Handle(try DurableFile(folder.path(of: hidden), .creating))
            guard try await Self.compress(handle, to: target, form, file, &result) else {
                try folder.remove(hidden)
                return
            }
            try target.file.sync()
            try folder.rename(hidden, to: file.stem + form.fileExtension)
            try folder.sync()
            try folder.remove(file.name)
            try folder.sync()
        } catch {
            try? folder.remove(hidden)
            throw error
        }
        result.compressed.append(file.path)
    }

    /// Whether all was compressed: not if the task was cancelled, or the library failed.
    private static func compress(
        _ source: OpenLedgerFile.Handle,
        to target: OpenLedgerFile.Handle,
        _ form: Compression,
        _ file: LedgerFile,
        _ result: inout KeepingResult
    ) async throws(StorageError) -> Bool {
        let size = try source.file.size
        var output: [UInt8] = []
        var position = 0
        do {
            let compressor = try Compressor(form)
            while position < size {
                guard !Task.isCancelled else { return false }
                let bytes = try source.file.read(at: position, count: min(1 << 18, size - position))
                guard !bytes.isEmpty else { break }
                position += bytes.count
                try compressor.write(bytes.span, to: &output)
                try target.file.append(output.span)
                output.removeAll(keepingCapacity: true)
                // It takes long, and others have work too.
                await Task.yield()
            }
            try compressor.finish(to: &output)
            try target.file.append(output.span)
        } catch let error as CompressionError {
            result.failures.append("\(file.path): \(error)")
            return false
        } catch let error as StorageError {
            throw error
        } catch {
            return false
        }
        return position == size
    }

    /// Whether a compressed file is whole and holds so many bytes.
    private static func holds(_ folder: Folder, _ name: String, _ form: Compression, bytes: Int) async -> Bool {
        do {
            let file = OpenLedgerFile.Handle(try DurableFile(folder.path(of: name), .reading))
            let decompressor = try Decompressor(form)
            var (position, held) = (0, 0)
            var output: [UInt8] = []
            while true {
                let input = try file.file.read(at: position, count: 1 << 18)
                if input.isEmpty, !decompressor.hasMoreOutput { break }
                position += try decompressor.read(input.span, to: &output)
                held += output.count
                output.removeAll(keepingCapacity: true)
                await Task.yield()
            }
            try decompressor.finish()
            return held == bytes
        } catch {
            return false
        }
    }
}
