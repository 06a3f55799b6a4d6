#if LiveReport
/// Whom a live page is shown to: the browsers of this machine that were sent here, and no other site that they show.
struct LiveReportGate: Sendable {
    /// The port that is listened at.
    let port: UInt16

    /// Why a request is refused; nil for one that is answered.
    ///
    /// The name in `Host` is compared, since a foreign name may be made to mean this machine (DNS rebinding); where a
    /// browser says that another site asks (`Sec-Fetch-Site`), or that a page of another origin does (`Origin`), it gets
    /// nothing.
    func refusal(method: String, host: String?, site: String?, origin: String?) -> Refusal? {
        guard let host = host?.lowercased(), self.names.contains(host) else { return .misdirected }
        if let site, site != "none", site != "same-origin" { return .forbidden }
        if let origin, !self.names.contains(where: { "http://\($0)" == origin.lowercased() }) { return .forbidden }
        return method == "GET" ? nil : .method
    }

    /// The names that this machine has for itself, as browsers write them; port 80 is left out by them.
    private var names: [String] {
        let names = ["127.0.0.1", "localhost"]
        return names.map { "\($0):\(self.port)" } + (self.port == 80 ? names : [])
    }

    /// Why a request is refused.
    enum Refusal: Int {
        case forbidden = 403
        case method = 405
        case misdirected = 421
    }
}
#endif
