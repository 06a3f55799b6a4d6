#if YAML
import TallyConfiguration
import Testing

@Suite struct ExporterMistakesTests {
    private func mistakes(_ text: String) -> [String] {
        do {
            _ = try PolicyDocument(yaml: text)
            return []
        } catch {
            return error.problems.map(\.description)
        }
    }

    @Test func allMistakesAreToldAtOnce() {
        let text = """
            exporters:
              - name: a
                type: htp
              - name: led ger
                type: file
                foldr: x
                sync: often
                rotation: {bytes: 256, time: 0s}
              - name: b
                type: http
                url: ftp://x
                encoding: ndjsn
                batch: {records: 0}
                rate_limit: {per: 1s}
                tls: {key_file: x}
              - name: b
                type: otlp
                signals: [metric]
            environments:
              test:
                exporters:
                  - type: console
            """
        let expected = """
            tally.yml:3:11: exporters[0].type: found 'htp'; did you mean 'http'?
            tally.yml:4:5: exporters[1]: missing: folder
            tally.yml:4:11: exporters[1].name: found 'led ger'; expected a name of at most 64 letters, digits, '.', '_' \
            and '-'
            tally.yml:6:5: exporters[1]: there is no key 'foldr' here; did you mean 'folder'?
            tally.yml:7:11: exporters[1].sync: found 'often'; expected batch, never, or a time such as 1s
            tally.yml:8:23: exporters[1].rotation.bytes: found '256'; expected a number of bytes with its unit (B, KB, \
            MB, GB, KiB, MiB, GiB), such as 256MB
            tally.yml:8:34: exporters[1].rotation.time: found '0s'; expected a time of more than nothing
            tally.yml:11:10: exporters[2].url: expected an address such as https://collector.example/usage
            tally.yml:12:15: exporters[2].encoding: found 'ndjsn'; did you mean 'ndjson'?
            tally.yml:13:22: exporters[2].batch.records: found '0'; expected a whole number from 1 to 1000000
            tally.yml:14:17: exporters[2].rate_limit: missing: requests
            tally.yml:15:10: exporters[2].tls: a certificate needs its key: write both certificate_file and key_file, or \
            neither
            tally.yml:16:5: exporters[3]: missing: endpoint, or from_environment: true
            tally.yml:18:15: exporters[3].signals[0]: found 'metric'; did you mean 'metrics'?
            tally.yml:22:9: environments.test.exporters[0]: missing: name
            """
        #expect(self.mistakes(text).joined(separator: "\n") == expected)
    }

    @Test(arguments: [
        ("exporters: {a: b}", "found a mapping; expected a list"),
        ("exporters: [ledger]", "expected a mapping with name and type"),
        ("exporters: [{name: a}]", "missing: type, one of: file, http, otlp, otlp-file, console"),
        ("exporters: [{name: a, type: console}, {name: a, type: console}]", "another exporter is called 'a'"),
        ("exporters: [{name: a, type: console, url: http://x}]", "there is no key 'url' here"),
        ("exporters: [{name: a, type: file, folder: x, spool: {folder: y}}]", "there is no key 'spool' here"),
        ("exporters: [{name: a, type: otlp, endpoint: http://x, from_environment: true}]", "leave it out"),
        ("exporters: [{name: a, type: otlp, from_environment: false}]", "missing: endpoint"),
        ("exporters: [{name: a, type: otlp, from_environment: true, signals: []}]", "some of: metrics"),
        ("exporters: [{name: a, type: http, url: http://x, encoding: lago}]", "it needs a code"),
        (
            "exporters: [{name: a, type: http, url: http://x, encoding: {as: lago, code: c}, batch: {records: 200}}]",
            "100"
        ),
        ("exporters: [{name: a, type: http, url: http://x, batch: {delay: 1s}}]", "of use only with spool"),
        ("exporters: [{name: a, type: http, url: http://x, retry: {first_delay: 1s}}]", "of use only with spool"),
        ("exporters: [{name: a, type: http, url: http://x, encoding: {as: clickhouse, table: a-b}}]", "digits and"),
        ("exporters: [{name: a, type: http, url: http://x, encoding: {table: a}}]", "missing: as"),
        ("exporters: [{name: a, type: http, url: http://x, bearer: {env: A}, basic: {}}]", "in one way"),
        ("exporters: [{name: a, type: http, url: http://x, headers: {A B: {env: C}}}]", "name of a header"),
        ("exporters: [{name: a, type: http, url: http://x, headers: {A: {env: C}, a: {env: C}}}]", "in another way"),
        ("exporters: [{name: a, type: http, url: http://x, proxy: {host: \"http://p\", port: 1}}]", "without scheme"),
        (
            "exporters: [{name: a, type: http, url: http://x, hmac: {key: {env: K}, timestamp: none, "
                + "timestamp_header: T}}]", "only with a timestamp"
        ),
        (
            "exporters: [{name: a, type: http, url: http://x, spool: {folder: s, bytes: 1GB}}, "
                + "{name: b, type: http, url: http://x, spool: {folder: s}}]",
            "exporters[1].spool: it shares its folder with the spool of 'a'"
        ),
    ]) func aMistakeIsToldInWords(text: String, expected: String) {
        let mistakes = self.mistakes(text)
        #expect(mistakes.count == 1)
        #expect(mistakes.contains { $0.contains(expected) }, "\(mistakes)")
    }

    /// A secret in the file is refused wherever one can stand, and never repeated.
    @Test(arguments: [
        "bearer: hunter2-secret", "bearer: {text: hunter2-secret}", "bearer: [hunter2-secret]",
        "bearer: {env: hunter2-secret}", "bearer: {hunter2-secret: env}", "bearer: {env: A, file: hunter2-secret}",
        "bearer: {file: \"-----BEGIN hunter2-secret\"}", "basic: {user: a, password: hunter2-secret}",
        "hmac: {key: hunter2-secret}", "headers: {Authorization: hunter2-secret}",
        "headers: {X-Api-Key: {text: hunter2-secret}}", "headers: {X-Whatever: hunter2-secret}",
        "tls: {certificate_file: a.pem, key_file: \"-----BEGIN hunter2-secret\"}",
        "proxy: {host: \"user:hunter2-secret@proxy\", port: 1}",
        "proxy: {host: proxy, port: 1, basic: {user: a, password: hunter2-secret}}",
    ]) func aSecretIsRefusedAndNotRepeated(setting: String) {
        let mistakes = self.mistakes("exporters: [{name: a, type: http, url: http://x, \(setting)}]")
        #expect(mistakes.count == 1)
        for mistake in mistakes { #expect(!mistake.contains("hunter2-secret"), "\(mistake)") }
    }

    @Test(arguments: ["https://user:hunter2-secret@host/", "https://host/?api_key=hunter2-secret"])
    func aSecretInAnAddressIsRefusedAndNotRepeated(address: String) {
        for type in ["http, url", "otlp, endpoint"] {
            let mistakes = self.mistakes("exporters: [{name: a, type: \(type): \"\(address)\"}]")
            #expect(mistakes.count == 1)
            for mistake in mistakes {
                #expect(!mistake.contains("hunter2-secret"), "\(mistake)")
                #expect(mistake.contains("{ env: NAME }"))
            }
        }
    }
}
#endif
