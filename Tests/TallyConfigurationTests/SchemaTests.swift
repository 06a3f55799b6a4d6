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
