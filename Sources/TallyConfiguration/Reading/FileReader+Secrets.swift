extension FileReader {
    /// A text that is written here, or found in an environment variable or a file.
    mutating func configuredText(_ node: FileNode, _ path: String, _ what: String) -> ConfiguredText? {
        guard case .mapping = node.kind else {
            return self.text(node, path, what + ", { env: NAME } or { file: PATH }").map { .text($0) }
        }
        return self.secret(node, path).map { source in
            switch source {
            case .environment(let name): .environment(name)
            case .file(let file): .file(file)
            }
        }
    }

    /// Where a secret is found.
    ///
    /// What stands here instead may be the secret: no message repeats any of it.
    mutating func secret(_ node: FileNode, _ path: String) -> SecretSource? {
        guard case .mapping(let pairs) = node.kind else {
            self.note(
                node,
                path,
                "a secret does not belong into this file; put it into an environment variable or a file of its own, and "
                    + "write { env: NAME } or { file: PATH }"
            )
            return nil
        }
        guard pairs.count == 1, case .scalar(let key, _) = pairs[0].key.kind, ["env", "file"].contains(key),
            case .scalar(let text, let isQuoted) = pairs[0].value.kind, isQuoted || !FileNode.isNull(text),
            !text.isEmpty
        else {
            self.note(node, path, "expected { env: NAME } or { file: PATH }")
            return nil
        }
        if key == "file" { return self.filePath(pairs[0].value, path + ".file").map { .file($0) } }
        guard Self.isIdentifier(text) else {
            self.note(
                pairs[0].value,
                path + ".env",
                "expected the name of an environment variable (letters, digits and _), not its value"
            )
            return nil
        }
        return .environment(text)
    }

    /// The path of a file, and not what should be in it.
    mutating func filePath(_ node: FileNode, _ path: String) -> String? {
        if case .scalar(let text, _) = node.kind, text.hasPrefix("-----") || text.contains("\n") {
            self.note(node, path, "expected the path of a file, not its contents; put them into a file of its own")
            return nil
        }
        return self.text(node, path, "the path of a file")
    }

    /// Whether it is a name as environments and databases have them.
    static func isIdentifier(_ name: String) -> Bool {
        guard let first = name.utf8.first, !(0x30...0x39).contains(first), name.utf8.count <= 128 else { return false }
        return name.utf8.allSatisfy { byte in
            switch byte {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, UInt8(ascii: "_"): true
            default: false
            }
        }
    }

    /// The values of headers by their names.
    mutating func headers(_ node: FileNode, _ path: String) -> [String: EndpointPlan.HeaderValue] {
        var headers: [String: EndpointPlan.HeaderValue] = [:]
        for (name, node) in self.entries(node, path, of: "names of headers to their values") {
            let path = "\(path).\(FileNode.short(name))"
            guard self.isHeaderName(name, node, path) else { continue }
            if headers.keys.contains(where: { $0.lowercased() == name.lowercased() }) {
                self.note(node, path, "the header is there already, written in another way")
                continue
            }
            headers[name] = self.headerValue(node, path, isSecret: Self.tellsSecrets(name))
        }
        return headers
    }

    private mutating func headerValue(
        _ node: FileNode,
        _ path: String,
        isSecret: Bool
    ) -> EndpointPlan.HeaderValue? {
        if case .mapping(let pairs) = node.kind, pairs.count == 1, case .scalar("text", _) = pairs[0].key.kind,
            !isSecret
        {
            return self.text(pairs[0].value, path + ".text").map { .text($0) }
        }
        if case .mapping = node.kind { return self.secret(node, path).map { .secret($0) } }
        let remedy = isSecret ? "" : ", or { text: … } for what is no secret"
        self.note(
            node,
            path,
            "headers often have secrets, which do not belong into this file; write { env: NAME } or { file: PATH }\(remedy)"
        )
        return nil
    }

    mutating func isHeaderName(_ name: String, _ node: FileNode, _ path: String) -> Bool {
        let isName =
            !name.isEmpty && name.utf8.count <= 128
            && name.utf8.allSatisfy { byte in
                switch byte {
                case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
                default: "!#$%&'*+-.^_`|~".utf8.contains(byte)
                }
            }
        if !isName { self.note(node, path, "expected the name of a header (RFC 9110: letters, digits and -)") }
        return isName
    }

    /// Whether a header or a parameter of that name mostly has a secret for its value.
    static func tellsSecrets(_ name: String) -> Bool {
        let name = name.lowercased()
        let words = ["auth", "cookie", "key", "token", "secret", "password", "signature", "credential"]
        return words.contains { name.contains($0) }
    }

    /// An address of HTTP that has no secret in it.
    mutating func address(_ node: FileNode, _ path: String) -> ConfiguredText? {
        let what = "an address such as https://collector.example/usage"
        guard let value = self.configuredText(node, path, what) else { return nil }
        guard case .text(let text) = value else { return value }
        if let problem = Self.problem(ofAddress: text) {
            self.note(node, path, problem)
            return nil
        }
        return value
    }

    /// What is wrong with an address; it does not repeat it, since there may be a secret in it.
    static func problem(ofAddress text: String) -> String? {
        let example = "expected an address such as https://collector.example/usage"
        guard let scheme = ["https://", "http://"].first(where: { text.lowercased().hasPrefix($0) }),
            text.utf8.allSatisfy({ 0x21...0x7E ~= $0 })
        else { return example }
        let rest = text.dropFirst(scheme.count)
        let authority = rest.prefix { !"/?#".contains($0) }
        if authority.contains("@") {
            return "the address has a user or a password, which do not belong into this file; use basic, with "
                + "{ env: NAME } or { file: PATH } for the password"
        }
        guard !authority.isEmpty else { return example }
        let query = rest.drop { $0 != "?" }.dropFirst().prefix { $0 != "#" }
        for parameter in query.split(separator: "&") {
            let name = String(parameter.prefix { $0 != "=" })
            if Self.tellsSecrets(name) {
                return
                    "the address has the parameter \(FileNode.short(name)), whose value may be a secret; send it in a "
                    + "header, or write the whole address as { env: NAME }"
            }
        }
        return nil
    }
}
