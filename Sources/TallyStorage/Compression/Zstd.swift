#if Compression
internal import CZstd

/// A Zstandard frame that is written, with a checksum.
@safe
final class ZstdEncoder {
    private let context: OpaquePointer

    init() throws(CompressionError) {
        guard let context = unsafe ZSTD_createCCtx() else {
            throw CompressionError(.noMemory, .zstd, "libzstd has no memory")
        }
        unsafe self.context = context
        unsafe ZSTD_CCtx_setParameter(context, ZSTD_c_checksumFlag, 1)
    }

    deinit { unsafe ZSTD_freeCCtx(self.context) }

    func write(_ bytes: Span<UInt8>, isLast: Bool, to output: inout [UInt8]) throws(CompressionError) {
        let room = DecompressionProgress.room
        var position = 0
        while true {
            let before = position
            var rest = 0
            let bytesOut = unsafe bytes.withUnsafeBytes { input in
                unsafe [UInt8](unsafeUninitializedCapacity: room) { buffer, count in
                    var source = unsafe ZSTD_inBuffer(src: input.baseAddress, size: input.count, pos: before)
                    var target = unsafe ZSTD_outBuffer(dst: buffer.baseAddress, size: room, pos: 0)
                    rest = unsafe ZSTD_compressStream2(
                        self.context,
                        &target,
                        &source,
                        isLast ? ZSTD_e_end : ZSTD_e_continue
                    )
                    unsafe position = source.pos
                    unsafe count = target.pos
                }
            }
            output.append(contentsOf: bytesOut)
            guard ZSTD_isError(rest) == 0 else { throw CompressionError(.noMemory, .zstd, "libzstd can not go on") }
            if isLast ? rest == 0 : position == bytes.count && bytesOut.count < room { return }
        }
    }
}

/// Zstandard frames that are read, one after the other.
@safe
final class ZstdDecoder {
    private let context: OpaquePointer
    // Between two frames: nothing of the next has come, and at least one was read.
    private(set) var isComplete = false

    init() throws(CompressionError) {
        guard let context = unsafe ZSTD_createDCtx() else {
            throw CompressionError(.noMemory, .zstd, "libzstd has no memory")
        }
        unsafe self.context = context
    }

    deinit { unsafe ZSTD_freeDCtx(self.context) }

    func read(_ bytes: Span<UInt8>, to output: inout [UInt8]) throws(CompressionError) -> DecompressionProgress {
        // Without input a new frame would be begun.
        if self.isComplete, bytes.isEmpty { return DecompressionProgress(taken: 0, isFull: false) }
        let room = DecompressionProgress.room
        var progress = DecompressionProgress(taken: 0, isFull: false)
        var rest = 0
        let bytesOut = unsafe bytes.withUnsafeBytes { input in
            unsafe [UInt8](unsafeUninitializedCapacity: room) { buffer, count in
                var source = unsafe ZSTD_inBuffer(src: input.baseAddress, size: input.count, pos: 0)
                var target = unsafe ZSTD_outBuffer(dst: buffer.baseAddress, size: room, pos: 0)
                rest = unsafe ZSTD_decompressStream(self.context, &target, &source)
                unsafe progress.taken = source.pos
                unsafe progress.isFull = target.pos == room
                unsafe count = target.pos
            }
        }
        output.append(contentsOf: bytesOut)
        guard ZSTD_isError(rest) == 0 else {
            throw CompressionError(.damaged, .zstd, "the bytes are no zstd file, or were changed")
        }
        self.isComplete = rest == 0
        if self.isComplete { progress.isFull = false }
        return progress
    }
}
#endif
