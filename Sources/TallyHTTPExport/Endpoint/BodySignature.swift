/// How each body is signed, so that a receiver knows who sent it and that nothing was changed: HMAC with SHA-256 (RFC 2104).
///
/// What is signed is the body as it is sent, compressed if it is. With a ``timestampHeader`` the text of that header and a
/// full stop come before it, so that an old request can not be repeated later.
public struct BodySignature: Sendable {
    /// How the time of a signature is written.
    public enum TimestampForm: String, Hashable, Sendable, CaseIterable {
        /// Whole seconds since 1970.
        case seconds
        /// Milliseconds since 1970.
        case milliseconds
        /// As in RFC 3339, in UTC.
        case text
    }

    /// How the signature itself is written.
    public enum SignatureForm: String, Hashable, Sendable, CaseIterable {
        /// 64 hexadecimal digits in lower case.
        case hexadecimal
        /// Base64 with padding.
        case base64
    }

    /// The key that both sides know.
    public var key: Secret
    /// The header with the signature.
    public var header = "X-Signature-256"
    /// What stands before the signature in its header.
    public var prefix = "sha256="
    /// How the signature is written.
    public var form = SignatureForm.hexadecimal
    /// The header with the time of the signature, which is signed too; nil signs the body only.
    public var timestampHeader: String? = "X-Signature-Timestamp"
    /// How that time is written.
    public var timestampForm = TimestampForm.seconds

    /// Creates a signature with the usual headers.
    public init(key: Secret) {
        self.key = key
    }
}
