import Foundation
import Testing

/// JSON as a tree, for looking into what was written.
enum JSONTree {
    /// Reads `bytes`, with Foundation's parser: not the code that wrote them.
    static func read(_ bytes: [UInt8]) throws -> [String: Any] {
        let value = try JSONSerialization.jsonObject(with: Data(bytes))
        return try #require(value as? [String: Any])
    }

    /// The objects at the end of `path`, through all arrays on the way.
    static func objects(_ tree: [String: Any], _ path: String...) -> [[String: Any]] {
        var found = [tree]
        for name in path {
            found = found.flatMap { object -> [[String: Any]] in
                if let array = object[name] as? [[String: Any]] { return array }
                return (object[name] as? [String: Any]).map { [$0] } ?? []
            }
        }
        return found
    }

    /// The attributes of an object as names and their only values; fails the test for a name that is there twice.
    static func attributes(_ object: [String: Any]) throws -> [String: Any] {
        var attributes: [String: Any] = [:]
        for attribute in object["attributes"] as? [[String: Any]] ?? [] {
            let key = try #require(attribute["key"] as? String)
            let value = try #require(attribute["value"] as? [String: Any])
            #expect(value.count == 1)
            #expect(attributes[key] == nil, "\(key) is there twice")
            attributes[key] = value.values.first
        }
        return attributes
    }

    /// Everything in the tree that no receiver may be sent: nulls, empty objects, names that are no lowerCamelCase.
    static func faults(_ value: Any, at path: String = "") -> [String] {
        switch value {
        case is NSNull: return ["null at \(path)"]
        case let object as [String: Any]:
            let empty = object.isEmpty ? ["an empty object at \(path)"] : []
            return empty
                + object.flatMap { name, value -> [String] in
                    let isName = name.allSatisfy { $0.isLetter || $0.isNumber } && name.first?.isLowercase == true
                    return (isName ? [] : ["the name \(name) at \(path)"]) + Self.faults(value, at: "\(path).\(name)")
                }
        case let array as [Any]: return array.flatMap { Self.faults($0, at: path + "[]") }
        default: return []
        }
    }
}
