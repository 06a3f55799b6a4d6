#if HTTPExport
internal import TallyHTTPExport
internal import TallyMetering

extension ExporterMaking {
    mutating func receiver(_ plan: HTTPPlan) -> (any UsageExporter)? {
        let endpoint = self.endpoint(plan.endpoint, "url")
        let encoding = self.encoding(plan.encoding)
        guard let endpoint, let encoding, self.problems.isEmpty else { return nil }
        return HTTPExporter(name: self.plan.name, endpoint: endpoint, encoding: encoding, clock: self.maker.clock)
    }

    private mutating func encoding(_ plan: EncodingPlan) -> (any RecordEncoding)? {
        switch plan {
        case .ndjson:
            var encoding = JSONLinesEncoding()
            self.limit(&encoding.limits)
            return encoding
        case .json:
            var encoding = JSONArrayEncoding()
            self.limit(&encoding.limits)
            return encoding
        case .cloudEvents(let plan):
            var encoding = CloudEventsEncoding()
            if let detail = plan.detail { encoding.detail = detail == .call ? .call : .counter }
            if let source = plan.source { encoding.source = source }
            if let type = plan.type { encoding.type = type }
            encoding.subject = Self.rule(plan.subject)
            self.limit(&encoding.limits)
            return encoding
        case .lago(let plan):
            var encoding = LagoEncoding(code: plan.code)
            encoding.subscription = Self.rule(plan.subscription)
            self.limit(&encoding.limits)
            encoding.limits.items = min(encoding.limits.items, 100)
            return encoding
        case .clickHouse(let plan):
            do throws(ExportError) {
                var encoding = try ClickHouseEncoding(table: plan.table)
                self.limit(&encoding.limits)
                return encoding
            } catch {
                self.note(".encoding.table", error.message)
                return nil
            }
        }
    }

    private func limit(_ limits: inout RequestLimits) {
        if let records = self.plan.batch.records { limits.items = records }
        if let bytes = self.plan.batch.bytes { limits.bytes = bytes }
    }

    private static func rule(_ plan: ChargedTag) -> TallyHTTPExport.TagRule {
        var rule = TallyHTTPExport.TagRule()
        if let tag = plan.tag { rule.tag = tag }
        if let fallback = plan.fallback { rule.fallback = fallback }
        return rule
    }

    /// The endpoint whose address is under `key`.
    mutating func endpoint(_ plan: EndpointPlan, _ key: String) -> HTTPEndpoint? {
        guard let address = self.text(plan.url, ".\(key)") else { return nil }
        var endpoint: HTTPEndpoint
        do throws(ExportError) {
            endpoint = try HTTPEndpoint(address)
        } catch {
            self.note(".\(key)", error.message)
            return nil
        }
        self.configure(&endpoint, by: plan)
        return endpoint
    }

    /// Puts everything but the address into an endpoint.
    mutating func configure(_ endpoint: inout HTTPEndpoint, by plan: EndpointPlan) {
        for (name, value) in plan.headers.sorted(by: { $0.key < $1.key }) {
            switch value {
            case .text(let text): endpoint.addHeader(name, text)
            case .secret(let source):
                if let secret = self.secret(source, ".headers.\(name)") {
                    endpoint.headers.append((name: name, value: secret))
                }
            }
        }
        endpoint.credentials = self.credentials(plan.credentials, "")
        endpoint.signature = plan.signature.flatMap { self.signature($0) }
        endpoint.tls.authoritiesFile = plan.authoritiesFile
        endpoint.tls.certificateFile = plan.certificateFile
        endpoint.tls.keyFile = plan.keyFile
        for (file, key) in [
            (plan.authoritiesFile, ".tls.authorities_file"), (plan.certificateFile, ".tls.certificate_file"),
            (plan.keyFile, ".tls.key_file"),
        ] { if let file { _ = self.contents(of: file, key) } }
        if let plan = plan.proxy {
            var proxy = HTTPProxy(plan.kind == .http ? .http : .socks, host: plan.host, port: plan.port)
            proxy.credentials = self.credentials(plan.credentials, ".proxy")
            endpoint.proxy = proxy
        }
        if let timeout = plan.timeout { endpoint.timeouts.request = timeout }
        if let timeout = plan.connectTimeout { endpoint.timeouts.connection = timeout }
        if let gzip = plan.gzip { endpoint.compressesBodies = gzip }
        if let concurrency = plan.concurrency { endpoint.concurrency = concurrency }
        endpoint.rateLimit = plan.rateLimit.map { RateLimit(requests: $0.requests, per: $0.period, burst: $0.burst) }
    }

    private mutating func credentials(_ plan: EndpointPlan.Credentials, _ prefix: String) -> HTTPCredentials {
        switch plan {
        case .none: return .none
        case .bearer(let source): return self.secret(source, prefix + ".bearer").map { .bearer($0) } ?? .none
        case .basic(let user, let password):
            let user = self.text(user, prefix + ".basic.user")
            let password = self.secret(password, prefix + ".basic.password")
            guard let user, let password else { return .none }
            return .basic(user: user, password: password)
        }
    }

    private mutating func signature(_ plan: SignaturePlan) -> BodySignature? {
        guard let key = self.secret(plan.key, ".hmac.key", isForHeader: false) else { return nil }
        var signature = BodySignature(key: key)
        if let header = plan.header { signature.header = header }
        if let prefix = plan.prefix { signature.prefix = prefix }
        if let form = plan.form { signature.form = form == .base64 ? .base64 : .hexadecimal }
        if let header = plan.timestampHeader { signature.timestampHeader = header }
        switch plan.timestamp {
        case .seconds?: signature.timestampForm = .seconds
        case .milliseconds?: signature.timestampForm = .milliseconds
        case .text?: signature.timestampForm = .text
        case SignaturePlan.Timestamp.none?: signature.timestampHeader = nil
        case nil: break
        }
        return signature
    }

    /// A secret that is there and can be sent; it is looked at and not kept, and read again when it is needed.
    private mutating func secret(_ source: SecretSource, _ key: String, isForHeader: Bool = true) -> Secret? {
        let place: String
        let value: String?
        let secret: Secret
        switch source {
        case .environment(let name):
            place = "the environment variable \(name)"
            value = self.value(of: name, key)
            secret = .text(value ?? "")
        case .file(let path):
            place = "the file \(path)"
            value = self.contents(of: path, key)
            secret = Secret { try Self.read(path) }
        }
        guard let value else { return nil }
        if isForHeader, !value.utf8.allSatisfy({ 0x20...0x7E ~= $0 }) {
            self.note(key, "\(place) has a line end or another character that a header can not have")
            return nil
        }
        return secret
    }
}
#endif
