internal import TallyMetering

/// The address of an endpoint, taken apart.
package struct EndpointURL: Hashable, Sendable {
    /// `http` or `https`.
    package let scheme: String
    /// The host in lower case; a number of IPv6 in brackets.
    package let host: String
    /// The port, also if the address leaves it to the scheme.
    package let port: Int
    /// The path, which begins with a slash.
    package let path: String
    /// What stands behind the question mark; empty if there is nothing.
    package let query: String

    /// Takes `text` apart.
    ///
    /// - Throws: ``ExportError`` with `misconfigured`, which says what is wrong and not what the text is.
    package init(_ text: String) throws(ExportError) {
        func wrong(_ what: String) -> ExportError {
            ExportError(
                .misconfigured,
                "the address of an endpoint \(what); one is https://collector.example:4318/path"
            )
        }
        guard text.utf8.allSatisfy({ 0x21...0x7E ~= $0 }) else {
            throw wrong("has blanks or characters that are not percent-encoded")
        }
        guard let colon = text.utf8.firstIndex(of: UInt8(ascii: ":")), text[colon...].hasPrefix("://") else {
            throw wrong("has no scheme")
        }
        self.scheme = text[..<colon].lowercased()
        guard ["http", "https"].contains(self.scheme) else { throw wrong("is neither http nor https") }
        var rest = text[colon...].dropFirst(3)
        if let fragment = rest.firstIndex(of: "#") { rest = rest[..<fragment] }
        let end = rest.firstIndex { $0 == "/" || $0 == "?" } ?? rest.endIndex
        let authority = rest[..<end]
        guard !authority.contains("@") else {
            throw wrong("has a user or a password, which belong into the credentials")
        }
        var host = authority
        var port = self.scheme == "https" ? 443 : 80
        if let separator = authority.lastIndex(of: ":"), !authority[separator...].contains("]") {
            host = authority[..<separator]
            guard let number = Int(authority[separator...].dropFirst()), 1...65_535 ~= number else {
                throw wrong("has a port that is none")
            }
            port = number
        }
        let isBracketed = host.hasPrefix("[") && host.hasSuffix("]")
        guard !host.isEmpty, isBracketed || !host.contains(":") else { throw wrong("has no host") }
        self.host = host.lowercased()
        self.port = port
        let target = rest[end...]
        let mark = target.firstIndex(of: "?") ?? target.endIndex
        self.path = target[..<mark].isEmpty ? "/" : String(target[..<mark])
        self.query = String(target[mark...].dropFirst())
    }

    private init(scheme: String, host: String, port: Int, path: String, query: String) {
        self.scheme = scheme
        self.host = host
        self.port = port
        self.path = path
        self.query = query
    }

    /// The whole address.
    package var text: String {
        self.origin + self.path + (self.query.isEmpty ? "" : "?" + self.query)
    }

    /// Scheme, host and port, the latter unless it is the scheme's own: where credentials may go.
    package var origin: String {
        let isUsual = self.port == (self.scheme == "https" ? 443 : 80)
        return "\(self.scheme)://\(self.host)" + (isUsual ? "" : ":\(self.port)")
    }

    /// The address as errors tell it: without the query, which may have a key.
    package var shown: String { self.origin + self.path }

    /// Returns the address with these further parameters.
    package func adding(query parameters: [(name: String, value: String)]) -> EndpointURL {
        let further = parameters.map {
            PercentEncoding.encode($0.name, as: .name) + "=" + PercentEncoding.encode($0.value, as: .name)
        }
        let parts = (self.query.isEmpty ? [] : [self.query]) + further
        return EndpointURL(
            scheme: self.scheme,
            host: self.host,
            port: self.port,
            path: self.path,
            query: parts.joined(separator: "&")
        )
    }

    /// Returns where `location` leads to from here (RFC 3986, section 5.2); nil if that is no address of http.
    ///
    /// - Note: Paths with `..` are not shortened; a server does that.
    package func resolving(_ location: String) -> EndpointURL? {
        if location.hasPrefix("//") { return try? EndpointURL(self.scheme + ":" + location) }
        if location.hasPrefix("/") { return try? EndpointURL(self.origin + location) }
        if location.hasPrefix("?") { return try? EndpointURL(self.origin + self.path + location) }
        let head = location.prefix { $0 != "/" && $0 != "?" }
        if head.contains(":") { return try? EndpointURL(location) }
        let folder = self.path[...(self.path.lastIndex(of: "/") ?? self.path.startIndex)]
        return location.isEmpty ? nil : try? EndpointURL(self.origin + folder + location)
    }
}
