import Foundation
import TallyTestSupport
import Testing

@testable import TallyMetering

@Suite struct RecordSchemaTests {
    private let schema: [String: Any]
    private let definitions: [String: [String: Any]]

    init() throws {
        let file = TestEnvironment.root.appending(path: "Sources/TallyMetering/Records/record.schema.json")
        let json = try JSONSerialization.jsonObject(with: Data(contentsOf: file))
        self.schema = try #require(json as? [String: Any])
        self.definitions = try #require(self.schema["$defs"] as? [String: [String: Any]])
    }

    @Test func whatIsWrittenIsInTheSchemaAndTheOtherWayRound() throws {
        var described: Set<String> = []
        for kind in ["usage", "outcome", "drop"] {
            described.formUnion(self.paths(of: try #require(self.definitions[kind]), at: kind))
        }
        var written: Set<String> = []
        var required: [String: Int] = [:]
        var records = RandomRecords(seed: 1)
        for number in 0..<300 {
            records.isFull = number.isMultiple(of: 2)
            let record = records.next()
            let json = try JSONSerialization.jsonObject(with: Data(line(of: record)))
            let object = try #require(json as? [String: Any])
            let kind = try #require(object["kind"] as? String)
            written.formUnion(self.paths(written: object, at: kind))
            let needed = self.definitions[kind]?["required"] as? [String] ?? []
            #expect(Set(needed).isSubset(of: object.keys))
            required[kind, default: 0] += 1
        }
        #expect(required.count == 3)
        #expect(written.subtracting(described) == [])
        #expect(described.subtracting(written) == [])
    }

    @Test func everyFieldIsDescribedAndHasAKey() throws {
        let page = TestEnvironment.root.appending(path: "Sources/TallyMetering/Documentation.docc/RecordFields.md")
        let text = try String(contentsOf: page, encoding: .utf8)
        var names: Set<String> = []
        for definition in self.definitions.values { self.collect(definition, &names) }
        #expect(names == Set(RecordKey.allCases.map(\.rawValue)))
        for name in names { #expect(text.contains("`\(name)`"), "\(name) is not in RecordFields.md") }
    }

    @Test func theSchemasWordsAreThoseOfTheTypes() throws {
        #expect(self.schema["$id"] as? String == "urn:swift-tally:record:\(MeteringRecord.schemaVersion)")
        #expect(self.words("counter", nil) == UsageCounter.allCases.map(\.rawValue))
        #expect(self.words("usage", "format") == WireFormat.allCases.map(\.rawValue))
        #expect(self.words("usage", "ambiguity") == AmbiguousUsage.allCases.map(\.rawValue))
        #expect(self.words("usage", "cost_source") == CostSource.allCases.map(\.rawValue))
        #expect(self.words("outcome", "outcome") == Outcome.allCases.map(\.rawValue))
        #expect(self.words("drop", "reason") == DropReason.allCases.map(\.rawValue))
        for word in self.words("unpriced", "reason") ?? [] { #expect(UnpricedReason(rawValue: word) != nil) }
        for word in self.words("usage", "usage_source") ?? [] { #expect(UsageSource(rawValue: word) != nil) }
    }

    @Test(.enabled(if: ReferenceLibrary.isAvailable, Comment(rawValue: ReferenceLibrary.skipReason)))
    func randomRecordsAreValid() throws {
        let seed = TestEnvironment.seed
        print("500 random records for jsonschema, TALLY_SEED=\(seed)")
        var records = RandomRecords(seed: seed)
        var lines: [UInt8] = []
        for number in 0..<500 {
            records.isFull = number.isMultiple(of: 5)
            RecordJSON.append(records.next(), to: &lines)
            lines.append(UInt8(ascii: "\n"))
        }
        // Which must not be valid, so that a validator that takes everything is seen.
        let wrong = "{\"schema\":1,\"kind\":\"usage\",\"id\":7}\n"
        let schema = TestEnvironment.root.appending(path: "Sources/TallyMetering/Records/record.schema.json").path
        let answer = try ReferenceLibrary.run("validate_records.py", [schema], input: Data(lines + wrong.utf8))
        #expect(String(decoding: answer, as: UTF8.self) == "501: not valid\n")
    }

    // MARK: - Walking

    private func words(_ definition: String, _ field: String?) -> [String]? {
        let object = self.definitions[definition]
        guard let field else { return object?["enum"] as? [String] }
        return (object?["properties"] as? [String: [String: Any]])?[field]?["enum"] as? [String]
    }

    private func resolved(_ object: [String: Any]) -> [String: Any] {
        guard let reference = object["$ref"] as? String, let name = reference.split(separator: "/").last else {
            return object
        }
        return self.definitions[String(name)] ?? [:]
    }

    /// The paths of all fields; what is under names that are no fields counts as one.
    private func paths(of definition: [String: Any], at path: String) -> Set<String> {
        let object = self.resolved(definition)
        if let items = object["items"] as? [String: Any] { return self.paths(of: items, at: path + "[]") }
        guard let properties = object["properties"] as? [String: [String: Any]] else { return [path] }
        return properties.reduce(into: [path]) { $0.formUnion(self.paths(of: $1.value, at: "\(path).\($1.key)")) }
    }

    private func paths(written value: Any, at path: String) -> Set<String> {
        let maps = ["tags", "usage", "selectors"]
        if let object = value as? [String: Any], !maps.contains(where: { path.hasSuffix(".\($0)") }) {
            return object.reduce(into: [path]) { $0.formUnion(self.paths(written: $1.value, at: "\(path).\($1.key)")) }
        }
        guard let array = value as? [Any] else { return [path] }
        return array.reduce(into: []) { $0.formUnion(self.paths(written: $1, at: path + "[]")) }
    }

    private func collect(_ object: [String: Any], _ names: inout Set<String>) {
        for (name, value) in object["properties"] as? [String: [String: Any]] ?? [:] {
            names.insert(name)
            #expect(value["description"] is String, "\(name) is not described")
            self.collect(value, &names)
        }
        if let items = object["items"] as? [String: Any] { self.collect(items, &names) }
    }
}
