internal import TallyMetering

/// What to do about a status, in words.
enum StatusText {
    /// Returns what `status` says, as `code` is dealt with.
    static func meaning(_ status: Int, _ code: ExportError.Code) -> String {
        switch (status, code) {
        case (401, _): "the credentials are missing or wrong"
        case (403, _): "the credentials may not do this"
        case (404, _), (405, _), (410, _): "there is nothing that takes records; check the path"
        case (407, _): "the proxy asks for credentials"
        case (415, _): "it does not take this content type or compression; check the encoding"
        case (_, .tooLarge): "the body is too large for it"
        case (_, .rejected): "it does not take these records"
        case (_, .throttled): "it asks to come later"
        case (_, .timeout): "it was too slow"
        case (_, .unavailable): "it is not ready"
        default: "check the address and the credentials"
        }
    }
}
