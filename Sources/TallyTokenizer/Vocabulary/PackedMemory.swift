/// Packed bytes that a vocabulary made at run time owns.
///
/// Vocabularies compiled into the image have no owner: their bytes live as long as the process.
@safe
final class PackedMemory: @unchecked Sendable {
    // Safe: written before `init` returns, never after it; freed when the last vocabulary lets go of it.
    let bytes: UnsafeRawBufferPointer

    init(copying source: [UInt8]) {
        let memory = UnsafeMutableRawBufferPointer.allocate(byteCount: source.count, alignment: 64)
        unsafe memory.copyBytes(from: source)
        unsafe self.bytes = UnsafeRawBufferPointer(memory)
    }

    init(copying source: Span<UInt8>) {
        let memory = UnsafeMutableRawBufferPointer.allocate(byteCount: source.count, alignment: 64)
        unsafe source.withUnsafeBytes { unsafe memory.copyMemory(from: $0) }
        unsafe self.bytes = UnsafeRawBufferPointer(memory)
    }

    deinit {
        unsafe self.bytes.deallocate()
    }
}
