// Everything that counts, estimates and prices, in one import.

@_exported public import TallyEstimation
@_exported public import TallyPricing
@_exported public import TallyTokenizer
@_exported public import TallyVocabularies
