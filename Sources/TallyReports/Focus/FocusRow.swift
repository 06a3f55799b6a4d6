internal import TallyMetering
internal import TallyPricing

/// One row of an export, as the texts of its columns.
struct FocusRow {
    private let charge: FocusCharge
    private let amount: FocusAmount
    private let account: FocusAccount
    private let granularity: FocusGranularity
    private let providerName: String

    init(
        _ charge: FocusCharge,
        _ amount: FocusAmount,
        account: FocusAccount,
        granularity: FocusGranularity,
        providerName: String?
    ) {
        (self.charge, self.amount, self.account) = (charge, amount, account)
        self.granularity = granularity
        self.providerName = providerName ?? charge.provider ?? "Unknown Provider"
    }

    /// The columns of FOCUS 1.2 that there are, then our own; the order of ``cells``.
    static let columns = [
        "BilledCost", "BillingAccountId", "BillingAccountName", "BillingCurrency", "BillingPeriodEnd",
        "BillingPeriodStart", "ChargeCategory", "ChargeClass", "ChargeDescription", "ChargeFrequency",
        "ChargePeriodEnd", "ChargePeriodStart", "CommitmentDiscountStatus", "ConsumedQuantity", "ConsumedUnit",
        "ContractedCost", "ContractedUnitPrice", "EffectiveCost", "InvoiceId", "InvoiceIssuerName", "ListCost",
        "ListUnitPrice", "PricingCategory", "PricingCurrency", "PricingCurrencyContractedUnitPrice",
        "PricingCurrencyEffectiveCost", "PricingCurrencyListUnitPrice", "PricingQuantity", "PricingUnit",
        "ProviderName", "PublisherName", "RegionId", "RegionName", "ServiceCategory", "ServiceName",
        "ServiceSubcategory", "SkuId", "SkuMeter", "SkuPriceDetails", "SkuPriceId", "Tags", "x_ConsumedTokens",
        "x_CostSource", "x_IsEstimated", "x_ModelId", "x_PriceBookHash", "x_PriceFactors", "x_PriceList",
        "x_Requests", "x_UnpricedReason",
    ]

    /// The cells, in the order of ``columns``; an empty one is null.
    var cells: [String] {
        let meter = self.charge.counter.map(FocusMeter.init) ?? .providerReported
        let pricing = self.pricing(meter)
        let cost = ExactDecimal(self.amount.cost).description
        let list = pricing?.listCost.description ?? cost
        let contracted = pricing?.contractedCost.description ?? cost
        let (listPrice, contractedPrice) = (pricing?.listPrice.description, pricing?.contractedPrice.description)
        let consumed = self.charge.source == .provider ? Int128(self.amount.requests) : self.amount.consumed
        let sku = "\(self.charge.provider ?? "unknown")/\(self.charge.model)/\(self.skuMeter)"
        let (start, end) = (self.charge.period, self.granularity.end(of: self.charge.period))
        let month = FocusGranularity.month.start(of: Timestamp(millisecondsSince1970: start * 1_000))
        let values: [String?] = [
            cost, self.account.id, self.account.name, "USD", Self.time(FocusGranularity.month.end(of: month)),
            Self.time(month), "Usage", nil, "\(meter.name) of \(self.charge.model)", "Usage-Based",
            Self.time(end), Self.time(start), nil, ExactDecimal(consumed).description, meter.unit,
            contracted, contractedPrice, cost, nil, self.providerName, list,
            listPrice, "Standard", "USD", contractedPrice,
            cost, listPrice, pricing?.quantity.description, pricing?.unit,
            self.providerName, self.providerName, self.charge.region, self.charge.region,
            "AI and Machine Learning", "\(self.providerName) API",
            "Generative AI", sku, meter.name, pricing == nil ? nil : self.details(meter),
            pricing == nil ? nil : "\(sku)/\(self.variant)",
            self.charge.tags, self.tokens(meter),
            self.costSource, self.charge.isEstimated ? "true" : "false", self.charge.model, self.charge.book,
            self.factors, self.list, String(self.amount.requests), self.reason,
        ]
        return values.map { $0 ?? "" }
    }

    private func pricing(_ meter: FocusMeter) -> FocusPricing? {
        switch self.charge.source {
        case .line(let rate):
            FocusPricing(charged: self.amount.charged, at: rate, meter: meter)
                ?? FocusPricing(dollars: self.amount.cost)
        case .provider: FocusPricing(dollars: self.amount.cost)
        case .unpriced: nil
        }
    }

    private var skuMeter: String { self.charge.counter?.rawValue ?? "provider_reported" }

    private var variant: String {
        if case .line(let rate) = self.charge.source { return rate.variant }
        return "standard"
    }

    private func details(_ meter: FocusMeter) -> String {
        var members = [("x_ModelId", self.charge.model)]
        if let type = meter.tokenType { members.append(("x_TokenType", type)) }
        return FlatJSON.object(of: members)
    }

    /// Tokens, also where there is no price for them; of the provider's own figure those of the whole calls.
    private func tokens(_ meter: FocusMeter) -> String? {
        let isTokens = meter.tokenType != nil || self.charge.source == .provider
        return isTokens ? self.amount.consumed.description : nil
    }

    private var costSource: String {
        switch self.charge.source {
        case .line: "catalogue"
        case .provider: "provider"
        case .unpriced: "unpriced"
        }
    }

    private var factors: String? {
        guard case .line(let rate) = self.charge.source, !rate.factors.isEmpty else { return nil }
        return rate.factors.map { "\($0.name)=\($0.factor)" }.joined(separator: ";")
    }

    private var list: String? {
        if case .line(let rate) = self.charge.source { return rate.list }
        return nil
    }

    private var reason: String? {
        guard case .unpriced(let reason) = self.charge.source else { return nil }
        return reason?.rawValue ?? "not_priced"
    }

    private static func time(_ seconds: Int64) -> String {
        Timestamp(millisecondsSince1970: seconds * 1_000).description.prefix(19) + "Z"
    }
}

/// Whom a service is billed to, which a ledger does not know.
public struct FocusAccount: Hashable, Sendable {
    /// `BillingAccountId`.
    public var id: String
    /// `BillingAccountName`.
    public var name: String?

    /// Creates an account.
    public init(id: String, name: String? = nil) {
        self.id = id
        self.name = name
    }
}
