// Everything that counts and prices, in one import.

@_exported public import TallyPricing
@_exported public import TallyTokenizer
@_exported public import TallyVocabularies
