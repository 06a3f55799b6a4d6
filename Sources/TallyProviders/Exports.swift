@_exported public import TallyPricing
