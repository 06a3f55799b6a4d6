#if PCRE2

import Foundation
import TallyTestSupport

/// tiktoken's regex engine, asked through `Tests/Reference/pieces.py`.
enum ReferenceEngine {
    struct Request: Encodable {
        var pattern: String
        var text: String?
        var scalars: Int?
    }

    struct Answer: Decodable {
        var pieces: [[Int]]?
        var ranges: [[UInt32]]?
        var invalid: Int?
    }

    /// Returns one answer for each request.
    static func answers(to requests: [Request]) throws -> [Answer] {
        let lines = try requests.map { try JSONEncoder().encode($0) + Data("\n".utf8) }
        let output = try ReferenceLibrary.run("pieces.py", [], input: lines.reduce(Data(), +))
        return try output.split(separator: UInt8(ascii: "\n")).map {
            try JSONDecoder().decode(Answer.self, from: $0)
        }
    }
}

#endif
