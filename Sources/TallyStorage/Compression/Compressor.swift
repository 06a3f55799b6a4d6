/// Compresses bytes as they come, in bounded memory.
///
/// Output is appended to an array that the caller empties when it likes; what is not finished is no complete file.
package final class Compressor {
    #if Compression
    private enum Encoder {
        case gzip(GzipEncoder)
        case zstd(ZstdEncoder)
    }

    private let encoder: Encoder
    #endif

    /// Creates a compressor of that form, at the usual level of its library.
    package init(_ form: Compression) throws(CompressionError) {
        #if Compression
        self.encoder =
            switch form {
            case .gzip: .gzip(try GzipEncoder())
            case .zstd: .zstd(try ZstdEncoder())
            }
        #else
        throw .missingTrait(form)
        #endif
    }

    /// Takes `bytes`, and appends what of the output is ready.
    package func write(_ bytes: Span<UInt8>, to output: inout [UInt8]) throws(CompressionError) {
        #if Compression
        switch self.encoder {
        case .gzip(let encoder): try encoder.write(bytes, isLast: false, to: &output)
        case .zstd(let encoder): try encoder.write(bytes, isLast: false, to: &output)
        }
        #endif
    }

    /// Appends the rest of the output; nothing is written afterwards.
    package func finish(to output: inout [UInt8]) throws(CompressionError) {
        #if Compression
        let nothing: [UInt8] = []
        switch self.encoder {
        case .gzip(let encoder): try encoder.write(nothing.span, isLast: true, to: &output)
        case .zstd(let encoder): try encoder.write(nothing.span, isLast: true, to: &output)
        }
        #endif
    }
}
