@_exported public import TallyHTTPExport
@_exported public import TallyMetering
