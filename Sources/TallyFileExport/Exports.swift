@_exported public import TallyMetering
