/// How this exporter names itself to receivers.
enum OTLPProduct {
    static let version = "0.1.0"
    /// The product before the exporter, as the specification of the exporter wants it.
    static let userAgent = "tally/\(OTLPProduct.version) OTel-OTLP-Exporter-Swift/\(OTLPProduct.version)"
}
