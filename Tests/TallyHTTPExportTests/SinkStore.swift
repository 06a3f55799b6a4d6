#if HTTPExport

import TallyHTTPExport
import TallyMetering

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// The records in what a server got, read back from each encoding's own form.
enum SinkStore {
    private struct Event: Decodable {
        var id: String
        var source: String
        var specversion: String
        var data: MeteringRecord
    }

    private struct Row: Decodable {
        var record: String
    }

    static func records(lines body: [UInt8]) throws -> [MeteringRecord] {
        try body.split(separator: UInt8(ascii: "\n")).map { try RecordJSON.read(Array($0).span) }
    }

    static func records(array body: [UInt8]) throws -> [MeteringRecord] {
        try JSONDecoder().decode([MeteringRecord].self, from: Data(body))
    }

    static func records(cloudEvents body: [UInt8]) throws -> [MeteringRecord] {
        try JSONDecoder().decode([Event].self, from: Data(body)).map(\.data)
    }

    static func records(clickHouse body: [UInt8]) throws -> [MeteringRecord] {
        try body.split(separator: UInt8(ascii: "\n")).map { line in
            let row = try JSONDecoder().decode(Row.self, from: Data(line))
            return try RecordJSON.read(Array(row.record.utf8).span)
        }
    }
}

#endif
