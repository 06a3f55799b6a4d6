internal import TallyConfiguration
internal import TallyEstimation

extension CheckReport {
    /// The report as one document, as `check.schema.json` describes it.
    ///
    /// Every member is always there, `null` where something is not known or does not hold; only `path_bytes` and
    /// `previous_path_bytes` are there for the few paths that are not UTF-8. Money is in US dollars, exact.
    var json: JSONObject {
        [
            "schema_version": .integer(1),
            "tool": .object(["name": .string("tally"), "version": .string(Version.current)]),
            "base": .object(
                self.base.map { ["name": .string($0.name), "commit": .text($0.commit)] }
            ),
            "configuration": .text(self.configuration?.text),
            "is_broken": .bool(self.isBroken),
            "totals": .object(self.totalMembers),
            "prices": .object([
                "source": .text(self.book.source), "published": .text(self.book.published),
                "hash": .string(self.book.contentHash),
            ]),
            "prompts": .array(self.prompts.map { .object($0.members(isCompared: self.base != nil)) }),
            "skipped": .array(
                self.skipped.map { skipped in
                    var members = skipped.path.members("path")
                    members.append("skipped", skipped.name)
                    members.append("reason", skipped.explanation)
                    return .object(members)
                }
            ),
            "notes": .array(self.notes.map { .string($0) }),
        ]
    }

    private var totalMembers: JSONObject {
        let totals = self.totals
        let isCompared = self.base != nil
        return [
            "prompts": .integer(totals.prompts),
            "uncounted": .integer(totals.uncounted),
            "unpriced": .integer(totals.unpriced),
            "tokens_before": .number(isCompared ? totals.tokensBefore : nil),
            "tokens_after": .integer(totals.tokensAfter),
            "tokens_difference": .number(isCompared ? totals.tokenDifference : nil),
            "usd_per_1000_calls": .money(totals.costPerThousand),
            "usd_per_1000_calls_difference": .money(isCompared ? totals.thousandDifference : nil),
            "usd_per_month": .money(totals.withVolume > 0 ? totals.costPerMonth : nil),
            "usd_per_month_difference": .money(isCompared && totals.withVolume > 0 ? totals.monthDifference : nil),
            "broken": .integer(totals.broken),
            "excepted": .integer(totals.excepted),
        ]
    }
}

extension CheckedPrompt {
    fileprivate func members(isCompared: Bool) -> JSONObject {
        var members = self.path.members("path")
        if let previousPath {
            members.append(previousPath.members("previous_path"))
        } else {
            members.append("previous_path", .null)
        }
        members.append("change", self.change.rawValue)
        members.append("kind", self.kind.name)
        members.append("model", self.model)
        members.append("encoding", self.choice.name)
        members.append("accuracy", self.choice.accuracy.rawValue)
        members.append("accuracy_reason", .text(self.choice.reason))
        members.append("context_window", .number(self.contextWindow))
        members.append("calls_per_month", .number(self.settings.callsPerMonth))
        members.append("output_tokens", .number(self.settings.outputTokens))
        members.append("before", .object(self.before?.members))
        members.append("after", .object(self.after?.members))
        members.append("tokens_difference", .number(isCompared ? self.tokenDifference : nil))
        members.append("usd_per_1000_calls_difference", .money(isCompared ? self.thousandDifference : nil))
        members.append("usd_per_month_difference", .money(isCompared ? self.monthDifference : nil))
        members.append("unchanged_prefix_tokens", .number(self.unchangedPrefix))
        members.append("tokens_left", .number(self.tokensLeft))
        members.append("usd_per_call_left", .money(self.costPerCallLeft))
        members.append("usd_per_month_left", .money(self.costPerMonthLeft))
        members.append("limits", .object(self.settings.members))
        members.append("findings", .array(self.findings.map { .object($0.members) }))
        members.append("notes", .array(self.notes.map { .string($0) }))
        return members
    }
}

extension PromptMeasure {
    fileprivate var members: JSONObject {
        var unpriced: String?
        if case .unpriced(let reason) = self.costPerCall { unpriced = reason }
        return [
            "bytes": .integer(self.bytes),
            "tokens": .integer(self.tokens),
            "usd_per_call": .money(self.costPerCall.money),
            "usd_per_1000_calls": .money(self.costPerThousand.money),
            "usd_per_month": .money(self.costPerMonth?.money),
            "unpriced": .text(unpriced),
        ]
    }
}

extension PromptSettings {
    /// The limits that hold, by the names that `tally.yml` has for them.
    fileprivate var members: JSONObject {
        func limit<Value>(_ setting: Setting<Value>?, _ value: (Value) -> JSONValue) -> JSONValue? {
            setting.map {
                .object(["value": value($0.value), "line": .number($0.line > 0 ? $0.line : nil)])
            }
        }
        var members: JSONObject = [:]
        members.append("max_tokens", limit(self.maximumTokens) { .integer($0) })
        members.append("max_cost_per_call", limit(self.maximumCostPerCall) { .money($0) })
        members.append("max_cost_per_month", limit(self.maximumCostPerMonth) { .money($0) })
        members.append("max_growth_tokens", limit(self.maximumGrowthTokens) { .integer($0) })
        members.append("max_growth_percent", limit(self.maximumGrowthPercent) { .integer($0) })
        members.append("cache_prefix", limit(self.cachePrefixTokens) { .integer($0) })
        members.append("approved_models", limit(self.approvedModels) { .array($0.map { .string($0.text) }) })
        return members
    }
}

extension CheckFinding {
    fileprivate var members: JSONObject {
        var exception: JSONObject?
        if case .excepted(let allowed) = self.status {
            exception = [
                "name": .string(allowed.name), "owner": .string(allowed.owner), "reason": .string(allowed.reason),
                "expires": .string(allowed.lastDay), "line": .number(allowed.line > 0 ? allowed.line : nil),
            ]
        }
        return [
            "rule": .string(self.rule.rawValue),
            "status": .string(self.isBroken ? "broken" : "excepted"),
            "message": .string(self.message),
            "line": .number(self.configurationLine.flatMap { $0 > 0 ? $0 : nil }),
            "exception": .object(exception),
        ]
    }
}

extension FilePath {
    /// The path, and where it is not UTF-8 its bytes as well, in hexadecimal digits.
    fileprivate func members(_ name: String) -> JSONObject {
        var members: JSONObject = [name: .string(self.text)]
        if !self.isUTF8 { members.append("\(name)_bytes", self.hexadecimal) }
        return members
    }

    var isUTF8: Bool { String(validating: self.bytes, as: UTF8.self) != nil }

    private var hexadecimal: String {
        self.bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }
}

extension JSONValue {
    fileprivate static func text(_ text: String?) -> JSONValue { text.map { .string($0) } ?? .null }

    fileprivate static func number(_ number: Int?) -> JSONValue { number.map { .integer($0) } ?? .null }

    fileprivate static func object(_ object: JSONObject?) -> JSONValue {
        if let object { JSONValue.object(object) } else { .null }
    }
}
