internal import TallyConfiguration
internal import TallyEstimation
internal import TallyPricing

extension CheckReport {
    /// The findings as a log of SARIF 2.1.0 (OASIS Standard, March 2020).
    var sarif: JSONObject {
        let driver: JSONObject = [
            "name": .string("tally"), "semanticVersion": .string(Version.current),
            "rules": .array(CheckRule.allCases.map { .object($0.descriptor) }),
        ]
        var run: JSONObject = [
            "tool": .object(["driver": .object(driver)]),
            "automationDetails": .object(["id": .string("tally-check/")]),
            "columnKind": .string("unicodeCodePoints"),
            "originalUriBaseIds": .object([
                "%SRCROOT%": .object([
                    "description": .object(["text": .string("The top of the repository.")])
                ])
            ]),
        ]
        run.append("results", .array(self.results))
        run.append("properties", .object(["summary": .string(self.summary)]))
        return [
            "$schema": .string("https://json.schemastore.org/sarif-2.1.0.json"), "version": .string("2.1.0"),
            "runs": .array([.object(run)]),
        ]
    }

    private var results: [JSONValue] {
        self.prompts.flatMap { prompt in prompt.findings.map { .object(self.result($0, prompt)) } }
    }

    private func result(_ finding: CheckFinding, _ prompt: CheckedPrompt) -> JSONObject {
        var result: JSONObject = [
            "ruleId": .string(finding.rule.rawValue),
            "ruleIndex": .integer(CheckRule.allCases.firstIndex(of: finding.rule) ?? -1),
            "level": .string("error"),
            "message": .object(["text": .string("\(prompt.path.plainText): \(finding.sentence)")]),
            "locations": .array([.object(Self.location(prompt.path, line: 1))]),
        ]
        if let line = finding.configurationLine, line > 0, let configuration {
            var location = Self.location(configuration, line: line)
            location.append("id", .integer(1))
            location.append("message", .object(["text": .string("The rule")]))
            result.append("relatedLocations", .array([.object(location)]))
        }
        // The same finding in the same file, whatever the figures are: it is one alert until it is put right.
        let identity = Array("\(finding.rule.rawValue)\0".utf8) + prompt.path.bytes
        result.append("partialFingerprints", .object(["tallyCheck/v1": .string(SHA256.hexDigest(of: identity))]))
        if case .excepted(let exception) = finding.status {
            let suppression: JSONObject = [
                "kind": .string("external"), "status": .string("accepted"),
                "justification": .string("Exception \(exception.summary)"),
            ]
            result.append("suppressions", .array([.object(suppression)]))
        }
        result.append("properties", .object(Self.properties(prompt)))
        return result
    }

    private static func location(_ path: FilePath, line: Int) -> JSONObject {
        let artifact: JSONObject = ["uri": .string(path.relativeReference), "uriBaseId": .string("%SRCROOT%")]
        return [
            "physicalLocation": .object([
                "artifactLocation": .object(artifact), "region": .object(["startLine": .integer(line)]),
            ])
        ]
    }

    private static func properties(_ prompt: CheckedPrompt) -> JSONObject {
        var properties: JSONObject = ["model": .string(prompt.model)]
        properties.append("tokensBefore", prompt.before.map { .integer($0.tokens) })
        properties.append("tokensAfter", prompt.after.map { .integer($0.tokens) })
        properties.append("usdPerCall", prompt.after?.costPerCall.money.map { .money($0) })
        properties.append("usdPerMonth", prompt.after?.costPerMonth?.money.map { .money($0) })
        return properties
    }
}

extension CheckRule {
    /// What a viewer shows about the rule.
    fileprivate var descriptor: JSONObject {
        let name = self.rawValue.split(separator: "_").map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined()
        return [
            "id": .string(self.rawValue), "name": .string(name),
            "shortDescription": .object(["text": .string(self.explanation)]),
            "fullDescription": .object(["text": .string(self.explanation)]),
            "help": .object(["text": .string("\(self.explanation) Rules are written in tally.yml, under prompts.")]),
            "defaultConfiguration": .object(["level": .string("error")]),
        ]
    }
}

extension FilePath {
    /// The path as a relative reference (RFC 3986): every byte but letters, digits, `-._~` and `/` as `%NN`.
    ///
    /// So its first segment has no colon either, which would make a scheme of it.
    fileprivate var relativeReference: String {
        var reference = ""
        for byte in self.bytes {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
                UInt8(ascii: "~"), UInt8(ascii: "/"):
                reference.unicodeScalars.append(Unicode.Scalar(byte))
            default: reference += (byte < 16 ? "%0" : "%") + String(byte, radix: 16, uppercase: true)
            }
        }
        return reference
    }
}
