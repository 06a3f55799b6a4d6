import Foundation
import TallyTestSupport
import Testing

@testable import TallyConfiguration

/// The schema for editors knows the keys that the reader knows.
@Suite struct SchemaTests {
    private func definitions() throws -> [String: [String: Any]] {
        let url = TestEnvironment.root.appending(path: "Sources/TallyConfiguration/tally.schema.json")
        let schema = try JSONSerialization.jsonObject(with: try Data(contentsOf: url)) as? [String: Any]
        return try #require(schema?["$defs"] as? [String: [String: Any]])
    }

    @Test func everyMappingHasTheKeysOfTheReader() throws {
        let definitions = try self.definitions()
        #expect(Set(definitions.keys) == Set(ConfigurationKeys.allCases.map(\.rawValue)))
        for keys in ConfigurationKeys.allCases {
            let definition = try #require(definitions[keys.rawValue])
            let properties = try #require(definition["properties"] as? [String: Any])
            #expect(Set(properties.keys) == Set(keys.all), "\(keys.rawValue)")
            #expect(definition["additionalProperties"] as? Bool == false)
            let required = Set(definition["required"] as? [String] ?? [])
            #expect(required.isSubset(of: keys.all))
        }
    }
}

#if YAML
/// The schema and the reader agree on what is right, and on the mistakes that a schema can know.
@Suite struct SchemaReferenceTests {
    private static let right = [
        "budgets: [{name: a, per: 90s, money: 1.5, each: customer}]\n",
        "budgets: [{name: a, per: month, tokens: 1_000, thresholds: [{at: 5%, do: throttle, delay: 10ms}]}]\n",
        "unpriced: {assume_per_million_tokens: $3}\nunknown_output: {assume_tokens: 0}\n",
        "tags: {team: {values: [1, a]}}\nmodels: {approved: gpt-5}\nprices: [a, b]\n",
        "breakers: [{name: a, money: 1, for: {tags: {team: [a], x: {present: true}}, providers: openai}}]\n",
        "exporters: [{name: a, type: file, folder: {env: FOLDER}, sync: batch, retention: {bytes: 1_0GiB}}]\n",
        "exporters: [{name: a, type: http, url: http://h:1, encoding: {as: lago, code: c}, bearer: {env: A}}]\n",
        "exporters: [{name: a, type: http, url: {env: U}, encoding: {as: clickhouse, table: a.b}, batch: {bytes: 1MB}}]\n",
        "exporters: [{name: a, type: otlp, endpoint: http://h/, semconv: 1.41, resource: {a: 1}, tags: team}]\n",
        "exporters: [{name: a, type: otlp-file, folder: x, counts_as_numbers: true}, {name: b, type: console}]\n",
        "environments: {test: {exporters: []}}\n",
        "prompts:\n", "prompts: {files: [\"prompts/**\", \"*.prompt\"], exclude: [], rules: []}\n",
        "prompts: {rules: [{model: gpt-4o, max_tokens: 4_000, max_cost_per_call: $0.01, front_matter: left out}]}\n",
        "prompts: {rules: [{files: p/**, calls_per_month: 9, max_cost_per_month: 500, max_growth_percent: 10%}]}\n",
        "prompts: {rules: [{placeholders: {history: 2000, user.name: 5}, approved_models: [gpt-4o*], cache_prefix: 1}]}\n",
        "prompts: {exceptions: [{name: a, rules: max_*, files: a, owner: b, reason: c, expires: 2026-12-31}]}\n",
        "efficiency:\n", "efficiency: {max_cost: $2.50, max_tokens: 500_000, max_of_median: 200%, max_retries: 0%}\n",
        "efficiency: {use_cases: {support: {max_cost: 1}}, minimum_sessions: 50, keep_from: 60%, cut_below: 20%}\n",
        "routing:\n", "routing: {default: a, escalation: b, attempts: 2, work: {review: {default: c}}}\n",
        "routing: {work: {review: {default: a, escalation: b}}}\n",
    ]

    private static let wrong = [
        "budgts: []\n", "budgets: {}\n", "budgets: [{name: a, per: day}]\n", "enforce: \"yes\"\n",
        "budgets: [{name: a, per: day, money: 1, tokens: 1}]\n", "budgets: [{name: a, per: moth, money: 1}]\n",
        "budgets: [{name: a, per: day, money: -1}]\n", "unpriced: alow\n", "unpriced: {}\n", "limits: {input: 1}\n",
        "budgets: [{name: a, per: day, money: 1, thresholds: [{at: 80, do: warn}]}]\n", "tags: [team]\n",
        "environments: {test: {budgets: []}}\n", "breakers: [{name: a}]\n",
        "exceptions: [{name: a, rules: models, owner: b, reason: c, expires: soon}]\n",
        "exporters: [{name: a, type: http}]\n", "exporters: [{name: a, type: file, folder: x, url: http://h}]\n",
        "exporters: [{name: a, type: http, url: http://h, bearer: token}]\n",
        "exporters: [{name: a, type: http, url: http://h, bearer: {env: A, file: b}}]\n",
        "exporters: [{name: a, type: http, url: \"http://u:p@h\"}]\n", "exporters: [{name: a b, type: console}]\n",
        "exporters: [{name: a, type: http, url: http://h, encoding: lago}]\n",
        "exporters: [{name: a, type: http, url: http://h, tls: {key_file: k}}]\n",
        "exporters: [{name: a, type: http, url: http://h, headers: {A: b}}]\n",
        "exporters: [{name: a, type: otlp, from_environment: true, gzip: true}]\n",
        "exporters: [{name: a, type: http, url: http://h, retry: {first_delay: 1s}}]\n",
        "exporters: [{name: a, type: otlp}]\n", "exporters: [{name: a, type: file, folder: x, rotation: {bytes: 1}}]\n",
        "prompts: []\n", "prompts: {files: []}\n", "prompts: {file: a}\n", "prompts: {files: \"!a\"}\n",
        "prompts: {rules: [{max_tokens: 0}]}\n", "prompts: {rules: [{max_growth_percent: 10}]}\n",
        "prompts: {rules: [{approved_models: []}]}\n", "prompts: {rules: [{model: gpt-*}]}\n",
        "prompts: {rules: [{front_matter: omitted}]}\n", "prompts: {rules: [{placeholders: {\"{{a}}\": 1}}]}\n",
        "prompts: {exceptions: [{name: a, rules: tokens, owner: b, reason: c, expires: 2026-12-31}]}\n",
        "prompts: {exceptions: [{name: a, rules: max_*, owner: b, reason: c}]}\n",
        "environments: {test: {prompts: {}}}\n",
        "efficiency: []\n", "efficiency: {max_cost: -1}\n", "efficiency: {max_of_median: 3}\n",
        "efficiency: {use_cases: {support: {keep_from: 1%}}}\n", "efficiency: {max_tokens: 0}\n",
        "routing: []\n", "routing: {escalation: b}\n", "routing: {default: gpt-*}\n",
        "routing: {default: a, attempts: 2}\n",
        "routing: {work: {review: a}}\n", "routing: {work: {review: {escalation: b}}}\n",
    ]

    @Test(.enabled(if: ReferenceLibrary.isAvailable, Comment(rawValue: ReferenceLibrary.skipReason)))
    func schemaAndReaderAgree() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "tally-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let texts = [try PolicyDocumentTests.fixture()] + Self.right + Self.wrong
        let paths = try texts.enumerated().map { index, text in
            let url = folder.appending(path: "\(index).yml")
            try Data(text.utf8).write(to: url)
            return url.path
        }
        let output = String(decoding: try ReferenceLibrary.run("policy_schema.py", paths), as: UTF8.self)
        let answers = output.split(separator: "\n")
        #expect(answers.count == texts.count)
        for (index, (text, answer)) in zip(texts, answers).enumerated() {
            let isRight = index <= Self.right.count
            #expect((answer == "valid") == isRight, "\(text): \(answer)")
            #expect(((try? PolicyDocument(yaml: text)) != nil) == isRight, "\(text)")
        }
    }
}
#endif
