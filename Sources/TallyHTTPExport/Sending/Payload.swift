#if HTTPExport

internal import NIOCore
internal import TallyMetering
internal import TallyStorage

/// A body as it goes out.
struct Payload: Sendable {
    /// The bytes, compressed if they are.
    let buffer: ByteBuffer
    /// How they are compressed; nil for not at all.
    let encoding: String?

    /// Compresses `body` if the endpoint says so.
    init(_ body: [UInt8], of endpoint: HTTPEndpoint) throws(ExportError) {
        guard endpoint.compressesBodies else {
            self.buffer = ByteBuffer(bytes: body)
            self.encoding = nil
            return
        }
        do {
            self.buffer = ByteBuffer(bytes: try Compression.gzip(body.span))
        } catch {
            throw ExportError(.misconfigured, "a body can not be compressed: \(error)")
        }
        self.encoding = "gzip"
    }
}

#endif
