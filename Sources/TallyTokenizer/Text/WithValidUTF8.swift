/// Calls `body` with `bytes` if they are valid UTF-8, else with a copy in which U+FFFD replaces what is not.
///
/// One U+FFFD stands for each maximal subpart of an ill-formed sequence, as Python's `errors="replace"` does before the
/// reference library sees the text, and as Swift's own decoding does.
///
/// - Complexity: O(*n*); nothing is copied unless something must be replaced.
@inline(__always)
package func withValidUTF8<Result>(_ bytes: Span<UInt8>, _ body: (Span<UInt8>) -> Result) -> Result {
    if bytes.offsetOfInvalidUTF8 == nil {
        return body(bytes)
    }
    let repaired = unsafe bytes.withUnsafeBufferPointer { unsafe String(decoding: $0, as: UTF8.self) }
    return withUTF8(repaired, body)
}

/// Calls `body` with the UTF-8 of `text`, in place where the string is stored that way.
///
/// - Complexity: O(1), or O(*n*) for a string bridged from Objective-C.
@inline(__always)
package func withUTF8<Result>(_ text: some StringProtocol, _ body: (Span<UInt8>) -> Result) -> Result {
    let result = text.utf8.withContiguousStorageIfAvailable { unsafe body($0.span) }
    if let result { return result }
    var copy = String(text)
    return copy.withUTF8 { unsafe body($0.span) }
}
