@_exported public import TallyPricing
@_exported public import TallyProviders
