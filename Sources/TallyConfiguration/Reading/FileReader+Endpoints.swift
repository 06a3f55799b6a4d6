extension FileReader {
    mutating func receiver(_ values: [String: FileNode], _ node: FileNode, _ path: String) -> HTTPPlan? {
        let endpoint = self.endpoint(values, "url", node, path)
        let encoding = values["encoding"].map { self.encoding($0, path + ".encoding") } ?? .ndjson
        let signature = values["hmac"].flatMap { self.signature($0, path + ".hmac") }
        guard let endpoint, let encoding else { return nil }
        var plan = HTTPPlan(endpoint: endpoint)
        plan.endpoint.signature = signature
        plan.encoding = encoding
        return plan
    }

    /// Where a receiver is, its address under `key`.
    mutating func endpoint(
        _ values: [String: FileNode],
        _ key: String,
        _ node: FileNode,
        _ path: String
    ) -> EndpointPlan? {
        self.require([key], values, node, path)
        let url = values[key].flatMap { self.address($0, "\(path).\(key)") }
        var plan = EndpointPlan(url: .text(""))
        plan.headers = values["headers"].map { self.headers($0, path + ".headers") } ?? [:]
        plan.credentials = self.credentials(values, path)
        if let node = values["tls"] { self.security(node, path + ".tls", &plan) }
        plan.proxy = values["proxy"].flatMap { self.proxy($0, path + ".proxy") }
        plan.timeout = values["timeout"].flatMap { self.positiveDuration($0, path + ".timeout") }
        plan.connectTimeout = values["connect_timeout"].flatMap {
            self.positiveDuration($0, path + ".connect_timeout")
        }
        plan.gzip = values["gzip"].flatMap { self.boolean($0, path + ".gzip") }
        plan.concurrency = values["concurrency"].flatMap { self.integer($0, path + ".concurrency", 1...1_024) }
        plan.rateLimit = values["rate_limit"].flatMap { self.rateLimit($0, path + ".rate_limit") }
        guard let url else { return nil }
        plan.url = url
        return plan
    }

    private mutating func credentials(_ values: [String: FileNode], _ path: String) -> EndpointPlan.Credentials {
        if let node = values["bearer"] {
            if let other = values["basic"] {
                self.note(other, path + ".basic", "there is bearer already; a sender says who it is in one way")
            }
            return self.secret(node, path + ".bearer").map { .bearer($0) } ?? .none
        }
        return values["basic"].flatMap { self.basic($0, path + ".basic") } ?? .none
    }

    private mutating func basic(_ node: FileNode, _ path: String) -> EndpointPlan.Credentials? {
        guard let values = self.mapping(node, path, .basic) else { return nil }
        self.require(["user", "password"], values, node, path)
        let user = values["user"].flatMap { self.configuredText($0, path + ".user", "the name of a user") }
        let password = values["password"].flatMap { self.secret($0, path + ".password") }
        guard let user, let password else { return nil }
        if case .text(let text) = user, text.contains(":") {
            self.note(node, path + ".user", "the name of a user has no colon (RFC 7617)")
            return nil
        }
        return .basic(user: user, password: password)
    }

    private mutating func signature(_ node: FileNode, _ path: String) -> SignaturePlan? {
        guard let values = self.mapping(node, path, .hmac) else { return nil }
        self.require(["key"], values, node, path)
        var plan = SignaturePlan(key: .environment(""))
        let key = values["key"].flatMap { self.secret($0, path + ".key") }
        plan.header = values["header"].flatMap { self.headerName($0, path + ".header") }
        plan.prefix = values["prefix"].flatMap { self.prefix($0, path + ".prefix") }
        plan.form = values["form"].flatMap { self.choice($0, path + ".form", ["hexadecimal", "base64"]) }
            .flatMap { SignaturePlan.Form(rawValue: $0) }
        plan.timestampHeader = values["timestamp_header"].flatMap { self.headerName($0, path + ".timestamp_header") }
        let words = SignaturePlan.Timestamp.allCases.map(\.rawValue)
        plan.timestamp = values["timestamp"].flatMap { self.choice($0, path + ".timestamp", words) }
            .flatMap { SignaturePlan.Timestamp(rawValue: $0) }
        if plan.timestamp == SignaturePlan.Timestamp.none, let node = values["timestamp_header"] {
            self.note(node, path + ".timestamp_header", "it is of use only with a timestamp")
        }
        guard let key else { return nil }
        plan.key = key
        return plan
    }

    private mutating func headerName(_ node: FileNode, _ path: String) -> String? {
        guard let name = self.text(node, path, "the name of a header"), self.isHeaderName(name, node, path) else {
            return nil
        }
        return name
    }

    /// What stands before a signature; it may be empty, in quotes.
    private mutating func prefix(_ node: FileNode, _ path: String) -> String? {
        if case .scalar("", true) = node.kind { return "" }
        return self.text(node, path)
    }

    private mutating func security(_ node: FileNode, _ path: String, _ plan: inout EndpointPlan) {
        guard let values = self.mapping(node, path, .tls) else { return }
        plan.authoritiesFile = values["authorities_file"].flatMap { self.filePath($0, path + ".authorities_file") }
        plan.certificateFile = values["certificate_file"].flatMap { self.filePath($0, path + ".certificate_file") }
        plan.keyFile = values["key_file"].flatMap { self.filePath($0, path + ".key_file") }
        if (values["certificate_file"] == nil) != (values["key_file"] == nil) {
            self.note(node, path, "a certificate needs its key: write both certificate_file and key_file, or neither")
        }
    }

    private mutating func proxy(_ node: FileNode, _ path: String) -> ProxyPlan? {
        guard let values = self.mapping(node, path, .proxy) else { return nil }
        self.require(["host", "port"], values, node, path)
        let host = values["host"].flatMap { self.host($0, path + ".host") }
        let port = values["port"].flatMap { self.integer($0, path + ".port", 1...65_535) }
        let kind = values["kind"].flatMap { self.choice($0, path + ".kind", ["http", "socks"]) }
            .flatMap { ProxyPlan.Kind(rawValue: $0) }
        let credentials = self.credentials(values, path)
        if kind == .socks, credentials != .none {
            self.note(node, path, "a proxy that speaks socks is asked without credentials")
        }
        guard let host, let port else { return nil }
        var plan = ProxyPlan(host: host, port: port)
        plan.kind = kind ?? .http
        plan.credentials = credentials
        return plan
    }

    private mutating func host(_ node: FileNode, _ path: String) -> String? {
        let expected = "the name of a host, without scheme, user and port"
        guard let text = self.text(node, path, expected) else { return nil }
        // Somebody may have written the address of a proxy, with its password.
        if text.contains(where: { "/@ ".contains($0) }) {
            self.note(node, path, "expected \(expected)")
            return nil
        }
        return text
    }

    private mutating func rateLimit(_ node: FileNode, _ path: String) -> RateLimitPlan? {
        guard let values = self.mapping(node, path, .rateLimit) else { return nil }
        self.require(["requests"], values, node, path)
        let requests = values["requests"].flatMap { self.integer($0, path + ".requests", 1...1_000_000) }
        let period = values["per"].map { self.positiveDuration($0, path + ".per") } ?? .seconds(1)
        let burst = values["burst"].flatMap { self.integer($0, path + ".burst", 1...1_000_000) }
        guard let requests, let period else { return nil }
        return RateLimitPlan(requests: requests, per: period, burst: burst)
    }
}
