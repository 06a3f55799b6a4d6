/// Prices that somebody lays over a book: a contract, one's own list.
///
/// Within a layer the last rule that holds and sets a counter's price wins; all modifiers that hold apply, in the order
/// in which they are written.
public struct PriceLayer: Hashable, Sendable {
    /// What the layer is called in a cost's reasons.
    public var name: String
    /// The rules, the more special ones last.
    public var rules: [PriceRule]
    /// The currency of the layer's prices; nil for US dollars.
    public var currency: PriceCurrency?

    /// Creates a layer.
    public init(_ name: String, currency: PriceCurrency? = nil, rules: [PriceRule]) {
        self.name = name
        self.currency = currency
        self.rules = rules
    }
}

/// A currency other than the US dollar, with the rate at which it is charged.
///
/// Prices in it are written as ``Money`` in units of that currency and become dollars in every cost; the rate of
/// exchange is one of the cost's reasons.
public struct PriceCurrency: Hashable, Sendable {
    /// The ISO 4217 code.
    public var code: String
    /// Dollars for one unit of the currency.
    public var dollarsPerUnit: PriceFactor

    /// Creates a currency.
    public init(_ code: String, dollarsPerUnit: PriceFactor) {
        self.code = code
        self.dollarsPerUnit = dollarsPerUnit
    }
}
