internal import TallyPricing

/// The price of a row as FOCUS states it: a unit, a price for one of it, a quantity, and their product, exactly.
struct FocusPricing: Hashable, Sendable {
    /// `PricingUnit`.
    let unit: String
    /// `PricingQuantity`.
    let quantity: ExactDecimal
    /// `ListUnitPrice`: before factors.
    let listPrice: ExactDecimal
    /// `ContractedUnitPrice`: with all factors.
    let contractedPrice: ExactDecimal
    /// `ListCost`: the product of the first and the quantity.
    let listCost: ExactDecimal
    /// `ContractedCost`: the product of the second and the quantity.
    let contractedCost: ExactDecimal

    /// Prices `charged` of a meter by a rate.
    ///
    /// - Returns: Nil where a unit price or the product has no end as a decimal number or needs more than 128 bits.
    init?(charged: Int128, at rate: FocusRate, meter: FocusMeter) {
        var factor = ExactDecimal(1)
        for applied in rate.factors {
            guard let next = ExactDecimal(applied.factor), let product = factor.times(next) else { return nil }
            factor = product
        }
        // The usual unit, or else the one of the price list, or else a single one.
        for per in [meter.usualPer, rate.per, 1] {
            guard let quantity = ExactDecimal(charged).divided(by: per),
                let listPrice = ExactDecimal(rate.rate).times(ExactDecimal(Int128(per)))?.divided(by: rate.per),
                let contractedPrice = listPrice.times(factor), let listCost = listPrice.times(quantity),
                let contractedCost = contractedPrice.times(quantity)
            else { continue }
            self.unit = meter.pricingUnit(per: per)
            self.quantity = quantity
            (self.listPrice, self.contractedPrice) = (listPrice, contractedPrice)
            (self.listCost, self.contractedCost) = (listCost, contractedCost)
            return
        }
        return nil
    }

    /// Prices an amount of dollars by the dollar, where there is no exact price of a unit.
    init(dollars: Money) {
        let cost = ExactDecimal(dollars)
        self.unit = "US Dollars"
        self.quantity = cost
        (self.listPrice, self.contractedPrice) = (ExactDecimal(1), ExactDecimal(1))
        (self.listCost, self.contractedCost) = (cost, cost)
    }
}
