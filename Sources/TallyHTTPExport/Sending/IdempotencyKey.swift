#if HTTPExport

internal import Crypto
internal import TallyMetering

/// The key by which a receiver knows a request that it has had already.
enum IdempotencyKey {
    /// Returns the value of `Idempotency-Key` for a request with these records (draft-ietf-httpapi-idempotency-key-header):
    /// a quoted text.
    ///
    /// It follows from the ids and their order, so that the same request has the same key after a restart too: a UUID of
    /// version 8 (RFC 9562) of a hash of them.
    static func value(for ids: [RecordID]) -> String {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(ids.count * 16)
        for id in ids {
            for word in [id.high, id.low] {
                for index in 0..<8 { bytes.append(UInt8(truncatingIfNeeded: word >> UInt64(56 - 8 * index))) }
            }
        }
        var words: [UInt64] = [0, 0]
        for (index, byte) in Crypto.SHA256.hash(data: bytes).prefix(16).enumerated() {
            words[index / 8] = words[index / 8] << 8 | UInt64(byte)
        }
        let id = RecordID(high: words[0] & ~0xF000 | 0x8000, low: words[1] & (~0 >> 2) | 1 << 63)
        return "\"\(id)\""
    }
}

#endif
