/// Why bytes could not be compressed or decompressed.
package struct CompressionError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What kind of failure it is.
    package enum Code: String, Sendable {
        /// The build lacks the trait.
        case missingTrait = "missing_trait"
        /// The bytes are not of that form, or have been changed.
        case damaged
        /// The bytes end too early.
        case unfinished
        /// There is more in it than may be.
        case tooLarge = "too_large"
        /// The library has no memory.
        case noMemory = "no_memory"
    }

    /// What kind of failure it is.
    package let code: Code
    /// In which form.
    package let form: Compression
    /// What is wrong, and what can be done.
    package let message: String

    init(_ code: Code, _ form: Compression, _ message: String) {
        self.code = code
        self.form = form
        self.message = message
    }

    static func missingTrait(_ form: Compression) -> CompressionError {
        CompressionError(
            .missingTrait,
            form,
            "\(form.rawValue) is not built in: enable the trait 'Compression' of the package swift-tally"
        )
    }

    /// The message after the form.
    package var description: String { "\(self.form.rawValue): \(self.message)" }
}
