/// Packed bytes that a vocabulary made at run time owns.
///
/// Vocabularies compiled into the image have no owner: their bytes live as long as the process.
@safe
final class PackedMemory: @unchecked Sendable {
    // Safe: written before `init` returns or before it was handed over, never after it; freed when the last vocabulary lets go of it.
    let bytes: UnsafeRawBufferPointer

    init(copying source: [UInt8]) {
        let memory = UnsafeMutableRawBufferPointer.allocate(byteCount: source.count, alignment: 64)
        unsafe memory.copyBytes(from: source)
        unsafe self.bytes = UnsafeRawBufferPointer(memory)
    }

    /// Takes over memory that was allocated on a multiple of 64 bytes, and frees it in the end.
    @unsafe
    init(adopting memory: UnsafeMutableRawBufferPointer) {
        unsafe self.bytes = UnsafeRawBufferPointer(memory)
    }

    deinit {
        unsafe self.bytes.deallocate()
    }
}
