#if Compression
internal import CZlib

/// A gzip stream that is written.
@safe
final class GzipEncoder {
    // zlib keeps the address of its state: it stays where it is.
    private let stream: UnsafeMutablePointer<z_stream>

    init() throws(CompressionError) {
        unsafe self.stream = .allocate(capacity: 1)
        unsafe self.stream.initialize(to: z_stream())
        let size = unsafe Int32(MemoryLayout<z_stream>.size)
        // 15 bits of window, and 16 for gzip's head and tail.
        let result = unsafe deflateInit2_(
            self.stream,
            Z_DEFAULT_COMPRESSION,
            Z_DEFLATED,
            15 + 16,
            8,
            Z_DEFAULT_STRATEGY,
            ZLIB_VERSION,
            size
        )
        guard result == Z_OK else { throw CompressionError(.noMemory, .gzip, "zlib can not begin (\(result))") }
    }

    deinit {
        unsafe deflateEnd(self.stream)
        unsafe self.stream.deallocate()
    }

    func write(_ bytes: Span<UInt8>, isLast: Bool, to output: inout [UInt8]) throws(CompressionError) {
        var position = 0
        while true {
            // avail_in has 32 bits.
            let end = min(bytes.count, position + 1 << 30)
            let isEnd = isLast && end == bytes.count
            let (taken, made, result) = self.step(
                bytes.extracting(position..<end),
                isEnd ? Z_FINISH : Z_NO_FLUSH,
                &output
            )
            guard result == Z_OK || result == Z_BUF_ERROR || result == Z_STREAM_END else {
                throw CompressionError(.noMemory, .gzip, "zlib can not go on (\(result))")
            }
            position += taken
            if isEnd ? result == Z_STREAM_END : position == bytes.count && made < DecompressionProgress.room { return }
        }
    }

    private func step(
        _ bytes: Span<UInt8>,
        _ flush: Int32,
        _ output: inout [UInt8]
    ) -> (taken: Int, made: Int, result: Int32) {
        let before = output.count
        let room = DecompressionProgress.room
        output.reserveCapacity(before + room)
        return unsafe bytes.withUnsafeBufferPointer { input in
            var result = Z_OK
            var made = 0
            let bytes = unsafe [UInt8](unsafeUninitializedCapacity: room) { buffer, count in
                // zlib does not write to its input.
                unsafe self.stream.pointee.next_in = UnsafeMutablePointer(mutating: input.baseAddress)
                unsafe self.stream.pointee.avail_in = UInt32(input.count)
                unsafe self.stream.pointee.next_out = buffer.baseAddress
                unsafe self.stream.pointee.avail_out = UInt32(room)
                result = unsafe deflate(self.stream, flush)
                made = unsafe room - Int(self.stream.pointee.avail_out)
                count = made
            }
            output.append(contentsOf: bytes)
            return unsafe (input.count - Int(self.stream.pointee.avail_in), made, result)
        }
    }
}

/// Gzip streams that are read, one after the other.
@safe
final class GzipDecoder {
    private let stream: UnsafeMutablePointer<z_stream>
    // Between two streams: nothing of the next has come, and at least one was read.
    private(set) var isComplete = false

    init() throws(CompressionError) {
        unsafe self.stream = .allocate(capacity: 1)
        unsafe self.stream.initialize(to: z_stream())
        let result = unsafe inflateInit2_(self.stream, 15 + 16, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
        guard result == Z_OK else { throw CompressionError(.noMemory, .gzip, "zlib can not begin (\(result))") }
    }

    deinit {
        unsafe inflateEnd(self.stream)
        unsafe self.stream.deallocate()
    }

    func read(_ bytes: Span<UInt8>, to output: inout [UInt8]) throws(CompressionError) -> DecompressionProgress {
        if self.isComplete {
            guard !bytes.isEmpty else { return DecompressionProgress(taken: 0, isFull: false) }
            unsafe inflateReset(self.stream)
            self.isComplete = false
        }
        let room = DecompressionProgress.room
        let part = bytes.extracting(..<min(bytes.count, 1 << 30))
        var result = Z_OK
        let progress = unsafe part.withUnsafeBufferPointer { input in
            var isFull = false
            let bytes = unsafe [UInt8](unsafeUninitializedCapacity: room) { buffer, count in
                // zlib does not write to its input.
                unsafe self.stream.pointee.next_in = UnsafeMutablePointer(mutating: input.baseAddress)
                unsafe self.stream.pointee.avail_in = UInt32(input.count)
                unsafe self.stream.pointee.next_out = buffer.baseAddress
                unsafe self.stream.pointee.avail_out = UInt32(room)
                result = unsafe inflate(self.stream, Z_NO_FLUSH)
                count = unsafe room - Int(self.stream.pointee.avail_out)
                isFull = count == room
            }
            output.append(contentsOf: bytes)
            return unsafe DecompressionProgress(
                taken: input.count - Int(self.stream.pointee.avail_in),
                isFull: isFull
            )
        }
        switch result {
        case Z_OK, Z_BUF_ERROR: return progress
        case Z_STREAM_END:
            self.isComplete = true
            return DecompressionProgress(taken: progress.taken, isFull: false)
        case Z_MEM_ERROR: throw CompressionError(.noMemory, .gzip, "zlib has no memory")
        default: throw CompressionError(.damaged, .gzip, "the bytes are no gzip file, or were changed (\(result))")
        }
    }
}
#endif
