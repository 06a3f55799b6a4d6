#if HTTPExport

internal import Crypto
internal import NIOCore
internal import NIOHTTP1
internal import TallyMetering

/// The headers of one request, secrets included: read when it is sent.
enum RequestHeaders {
    /// Makes the headers.
    ///
    /// - Throws: ``ExportError`` with `misconfigured` for secrets that are not there.
    static func make(
        endpoint: HTTPEndpoint,
        contentType: String,
        payload: Payload,
        further: [(name: String, value: String)],
        now: Timestamp
    ) async throws(ExportError) -> HTTPHeaders {
        var headers = HTTPHeaders()
        headers.add(name: "User-Agent", value: "tally")
        for header in endpoint.headers {
            headers.replaceOrAdd(
                name: header.name,
                value: try await header.value.value(for: "the header \(header.name)")
            )
        }
        headers.replaceOrAdd(name: "Content-Type", value: contentType)
        if let encoding = payload.encoding { headers.replaceOrAdd(name: "Content-Encoding", value: encoding) }
        for (name, value) in further { headers.replaceOrAdd(name: name, value: value) }
        if let value = try await Self.authorization(endpoint.credentials) {
            headers.replaceOrAdd(name: "Authorization", value: value)
        }
        if let signature = endpoint.signature {
            try await Self.sign(payload.buffer, by: signature, at: now, into: &headers)
        }
        return headers
    }

    private static func authorization(_ credentials: HTTPCredentials) async throws(ExportError) -> String? {
        switch credentials {
        case .none: return nil
        case .bearer(let token): return "Bearer " + (try await token.value(for: "the bearer token"))
        case .basic(let user, let password):
            let value = try await password.value(for: "the password", isForHeader: false)
            return "Basic " + Base64.encode((user + ":" + value).utf8)
        }
    }

    private static func sign(
        _ body: ByteBuffer,
        by signature: BodySignature,
        at now: Timestamp,
        into headers: inout HTTPHeaders
    ) async throws(ExportError) {
        let key = try await signature.key.value(for: "the key for signatures", isForHeader: false)
        var code = HMAC<Crypto.SHA256>(key: SymmetricKey(data: Array(key.utf8)))
        if let header = signature.timestampHeader {
            let time = signature.timestampForm.text(of: now)
            headers.replaceOrAdd(name: header, value: time)
            code.update(data: Array((time + ".").utf8))
        }
        unsafe body.withUnsafeReadableBytes { bytes in unsafe code.update(data: bytes) }
        let digest = code.finalize()
        let text = signature.form == .base64 ? Base64.encode(digest) : Hexadecimal.encode(digest)
        headers.replaceOrAdd(name: signature.header, value: signature.prefix + text)
    }
}

extension BodySignature.TimestampForm {
    /// Writes a moment.
    func text(of time: Timestamp) -> String {
        switch self {
        case .seconds: "\(time.secondsSince1970)"
        case .milliseconds: "\(time.millisecondsSince1970)"
        case .text: time.description
        }
    }
}

#endif
