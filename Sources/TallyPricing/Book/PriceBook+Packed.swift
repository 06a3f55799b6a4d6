extension PriceBook {
    /// Creates a book of a packed price list: the form in which the bundled one is, as the README of `CTallyPrices`
    /// describes it.
    ///
    /// The bytes are kept in memory until the process ends.
    ///
    /// - Throws: ``PriceBookFileError`` for bytes that are no such list, or a damaged one; nothing in a file traps.
    /// - Complexity: O(*n*) in the size of the file.
    public init(packed bytes: [UInt8]) throws(PriceBookFileError) {
        self.init(base: try PackedBook(packed: bytes), layers: [], missingRates: .inherited)
    }
}

/// Why bytes are no packed price list.
public struct PriceBookFileError: Error, Hashable, Sendable, CustomStringConvertible {
    /// Where it was found, in bytes from the start.
    public let offset: Int
    /// What is wrong there.
    public let message: String

    init(_ message: String, at offset: Int) {
        (self.message, self.offset) = (message, offset)
    }

    /// What is wrong, and where.
    public var description: String { "\(self.message), at byte \(self.offset)" }
}
