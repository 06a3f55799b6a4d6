/// Decompresses bytes as they come, in bounded memory.
///
/// Several compressed files one after the other are read as one, as the tools of both forms do.
package final class Decompressor {
    #if Compression
    private enum Decoder {
        case gzip(GzipDecoder)
        case zstd(ZstdDecoder)
    }

    private let decoder: Decoder
    #endif
    private let form: Compression

    /// Whether a call of ``read(_:to:)`` without input would give output.
    package private(set) var hasMoreOutput = false

    /// Creates a decompressor of that form.
    package init(_ form: Compression) throws(CompressionError) {
        self.form = form
        #if Compression
        self.decoder =
            switch form {
            case .gzip: .gzip(try GzipDecoder())
            case .zstd: .zstd(try ZstdDecoder())
            }
        #else
        throw .missingTrait(form)
        #endif
    }

    /// Takes a part of `bytes`, and appends at most 128 KiB of output.
    ///
    /// - Returns: How many bytes were taken; the rest is given again.
    package func read(_ bytes: Span<UInt8>, to output: inout [UInt8]) throws(CompressionError) -> Int {
        #if Compression
        let progress =
            switch self.decoder {
            case .gzip(let decoder): try decoder.read(bytes, to: &output)
            case .zstd(let decoder): try decoder.read(bytes, to: &output)
            }
        self.hasMoreOutput = progress.isFull
        return progress.taken
        #else
        return bytes.count
        #endif
    }

    /// States that the input is at its end.
    ///
    /// - Throws: ``CompressionError`` if what was given is not a whole number of compressed files, or none.
    package func finish() throws(CompressionError) {
        #if Compression
        let isComplete =
            switch self.decoder {
            case .gzip(let decoder): decoder.isComplete
            case .zstd(let decoder): decoder.isComplete
            }
        guard isComplete else {
            throw CompressionError(.unfinished, self.form, "the end is missing: the file was cut off")
        }
        #endif
    }
}

#if Compression
/// What a step of a decoder did.
struct DecompressionProgress {
    /// How many bytes of the input were taken.
    var taken: Int
    /// Whether all the room for output was used, so that there may be more.
    var isFull: Bool

    /// The most output of a step.
    static let room = 1 << 17
}
#endif
