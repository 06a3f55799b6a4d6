@_exported public import TallyTokenizer
