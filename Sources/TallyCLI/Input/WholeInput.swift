/// Reads one file, or standard input, to its end.
enum WholeInput {
    /// Returns the bytes at `path`.
    static func bytes(of path: FilePath) throws(CommandFailure) -> [UInt8] {
        let buffer = InputBuffer()
        do throws(SystemError) {
            if path == .standardInput {
                try buffer.readToEnd(.standardInput())
            } else {
                try buffer.readToEnd(OpenFile(path, followsLinks: true))
            }
        } catch {
            throw CommandFailure(error, reading: path.displayText)
        }
        return buffer.withBytes { bytes in
            var copy: [UInt8] = []
            copy.reserveCapacity(bytes.count)
            for index in bytes.indices { copy.append(bytes[index]) }
            return copy
        }
    }
}
