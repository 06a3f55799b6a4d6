/// Prices of models over time, and what a usage costs by them.
///
/// A book is a value: the same usage, book and conditions always give the same ``Cost``, so that any figure can be
/// derived again from what a record keeps. Layers lie over the bundled list, each over the ones before it:
///
/// ```swift
/// let book = PriceBook.bundled.overlaid(by: ourList).overlaid(by: contract)
/// let cost = book.cost(of: usage, model: "claude-opus-5-20260115", conditions: PricingConditions(at: seconds))
/// cost.total   // nil if a part of it has no known price; then `cost.unpriced` says which and why
/// ```
public struct PriceBook: Sendable {
    /// What happens to a counter that has no rate of its own.
    public enum MissingRates: String, Hashable, Codable, Sendable {
        /// It takes its parent's rate, as price lists mean it: cached input costs what input costs unless they say more.
        case inherited
        /// It is unpriced.
        case unpriced
    }

    /// The bundled list under the layers, if any.
    let base: PackedBook?
    /// The layers, each over the ones before it.
    public let layers: [PriceLayer]
    /// What happens to a counter that has no rate of its own.
    public let missingRates: MissingRates
    /// A SHA-256 over everything that can change a price, in lower-case hexadecimal digits.
    public let contentHash: String

    init(base: PackedBook?, layers: [PriceLayer], missingRates: MissingRates) {
        self.base = base
        self.layers = layers
        self.missingRates = missingRates
        if let base, layers.isEmpty, missingRates == .inherited {
            self.contentHash = base.contentHash
        } else {
            let text = CanonicalText.of(base: base?.contentHash, layers: layers, missingRates: missingRates)
            self.contentHash = SHA256.hexDigest(of: Array(text.utf8))
        }
    }

    /// Creates a book of these layers only, without the bundled list.
    public init(layers: [PriceLayer], missingRates: MissingRates = .inherited) {
        self.init(base: nil, layers: layers, missingRates: missingRates)
    }

    /// Returns this book with `layer` over it.
    public func overlaid(by layer: PriceLayer) -> PriceBook {
        PriceBook(base: self.base, layers: self.layers + [layer], missingRates: self.missingRates)
    }

    /// Returns this book with all layers of `book` over it.
    ///
    /// The bundled list of `book` plays no part.
    public func overlaid(by book: PriceBook) -> PriceBook {
        PriceBook(base: self.base, layers: self.layers + book.layers, missingRates: self.missingRates)
    }

    /// Returns this book with another rule for counters without a rate of their own.
    public func with(missingRates: MissingRates) -> PriceBook {
        PriceBook(base: self.base, layers: self.layers, missingRates: missingRates)
    }
}
