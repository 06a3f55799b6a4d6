/// An exact, non-negative decimal factor: a discount, a surcharge, a rate of exchange.
///
/// At most 18 decimals.
public struct PriceFactor: Hashable, Sendable {
    let numerator: UInt128
    let denominator: UInt128

    /// The factor that changes nothing.
    public static let one = PriceFactor(numerator: 1, denominator: 1)

    /// Creates the factor that a decimal text states: `1.1` is ten percent more.
    ///
    /// - Returns: Nil for text that is no decimal number, is negative or has more than 18 decimals.
    public init?(_ text: String) {
        guard let scaled = DecimalText.parse(text, decimals: 18), scaled >= 0 else { return nil }
        self.init(numerator: scaled.magnitude, denominator: DecimalText.powerOfTen(18))
    }

    /// Creates the factor that is left after a discount: `15` off is 0.85.
    ///
    /// - Returns: Nil for text that is no decimal number of 0 to 100 with at most 16 decimals.
    public init?(percentOff text: String) {
        let hundred = DecimalText.powerOfTen(18)
        guard let percent = DecimalText.parse(text, decimals: 16), percent >= 0, percent.magnitude <= hundred else {
            return nil
        }
        self.init(numerator: hundred - percent.magnitude, denominator: hundred)
    }

    /// Creates a fraction in lowest terms of ten, so that stacked factors stay small.
    private init(numerator: UInt128, denominator: UInt128) {
        var (numerator, denominator) = (numerator, denominator)
        while denominator > 1, numerator % 10 == 0 {
            numerator /= 10
            denominator /= 10
        }
        self.numerator = numerator
        self.denominator = denominator
    }

    /// Returns the product, or nil where it is too long to be exact.
    func multiplied(by other: PriceFactor) -> PriceFactor? {
        let (numerator, tooLarge) = self.numerator.multipliedReportingOverflow(by: other.numerator)
        let (denominator, tooFine) = self.denominator.multipliedReportingOverflow(by: other.denominator)
        return tooLarge || tooFine ? nil : PriceFactor(numerator: numerator, denominator: denominator)
    }
}

extension PriceFactor: CustomStringConvertible {
    /// The factor as plain decimal text.
    public var description: String {
        var decimals = 0
        var power: UInt128 = 1
        while power < self.denominator {
            power *= 10
            decimals += 1
        }
        return DecimalText.digits(self.numerator, decimals: decimals)
    }
}
