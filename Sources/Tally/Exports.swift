// Everything that counts, estimates, prices and meters, in one import.

@_exported public import TallyEstimation
@_exported public import TallyMetering
@_exported public import TallyPricing
@_exported public import TallyProviders
@_exported public import TallyTokenizer
@_exported public import TallyVocabularies
