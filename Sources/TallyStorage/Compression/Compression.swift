/// A form in which bytes are kept smaller.
///
/// Both need the trait `Compression` of the package, which builds on the system's zlib and libzstd; without it every use
/// throws an error that names the trait.
package enum Compression: String, Hashable, Sendable, CaseIterable {
    /// RFC 1952: every tool reads it.
    case gzip
    /// RFC 8878: smaller and faster than gzip.
    case zstd

    /// What a compressed file's name ends with.
    package var fileExtension: String {
        switch self {
        case .gzip: ".gz"
        case .zstd: ".zst"
        }
    }

    /// Whether this build has the trait `Compression`.
    package static var isAvailable: Bool {
        #if Compression
        true
        #else
        false
        #endif
    }

    /// Returns all of `bytes` compressed, for bodies of requests that are in memory anyway.
    ///
    /// - Throws: ``CompressionError``, which without the trait `Compression` names it.
    /// - Complexity: O(*n*) in the number of bytes.
    package func compress(_ bytes: Span<UInt8>) throws(CompressionError) -> [UInt8] {
        let compressor = try Compressor(self)
        var output: [UInt8] = []
        try compressor.write(bytes, to: &output)
        try compressor.finish(to: &output)
        return output
    }

    /// Returns what was compressed to `bytes`.
    ///
    /// - Parameter limit: The most bytes that the answer may have: a few kilobytes can hold gigabytes.
    /// - Throws: ``CompressionError`` for damaged or unfinished input, and for an answer beyond the limit.
    package func decompress(_ bytes: Span<UInt8>, limit: Int) throws(CompressionError) -> [UInt8] {
        let decompressor = try Decompressor(self)
        var output: [UInt8] = []
        var position = 0
        while position < bytes.count || decompressor.hasMoreOutput {
            position += try decompressor.read(bytes.extracting(position...), to: &output)
            guard output.count <= limit else { throw CompressionError(.tooLarge, self, "more than \(limit) bytes") }
        }
        try decompressor.finish()
        return output
    }

    /// Returns `bytes` as a gzip file, for HTTP bodies with `Content-Encoding: gzip`.
    ///
    /// - Throws: ``CompressionError``, which without the trait `Compression` names it.
    package static func gzip(_ bytes: Span<UInt8>) throws(CompressionError) -> [UInt8] {
        try Compression.gzip.compress(bytes)
    }
}
