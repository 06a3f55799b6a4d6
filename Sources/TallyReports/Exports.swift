@_exported public import TallyFileExport
