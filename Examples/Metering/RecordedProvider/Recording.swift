import Foundation
import Hummingbird
import Synchronization

/// A recorded answer, as it was and as the stream that it would have been.
struct Recording: Sendable {
    private let json: Data
    private let head: String
    private let content: String
    private let usage: String

    static func all() throws -> [Recording] {
        let folder = Bundle.module.bundleURL.appending(path: "Recordings")
        return try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
            .sorted { $0.lastPathComponent < $1.lastPathComponent }
            .map { try Recording(Data(contentsOf: $0)) }
    }

    private init(_ json: Data) throws {
        struct Answer: Decodable {
            struct Choice: Decodable {
                struct Message: Decodable { let content: String }
                let message: Message
            }
            let id: String
            let created: Int
            let model: String
            let choices: [Choice]
        }
        let answer = try JSONDecoder().decode(Answer.self, from: json)
        let tree = try JSONSerialization.jsonObject(with: json) as? [String: Any]
        let usage = try JSONSerialization.data(withJSONObject: tree?["usage"] ?? [:], options: .sortedKeys)
        self.json = json
        self.head =
            #""id":"\#(answer.id)","object":"chat.completion.chunk","created":\#(answer.created),"#
            + #""model":"\#(answer.model)""#
        self.content = answer.choices[0].message.content
        self.usage = String(decoding: usage, as: UTF8.self)
    }

    var whole: Response {
        Response(
            status: .ok,
            headers: [.contentType: "application/json"],
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: self.json))
        )
    }

    /// The answer word by word, and the usage at the end for those who ask for it.
    func stream(includesUsage: Bool) -> Response {
        let words = self.content.split(separator: " ", omittingEmptySubsequences: false)
        var events = words.enumerated().map { place, word in
            let text = place == 0 ? String(word) : " \(word)"
            return #"{\#(self.head),"choices":[{"index":0,"delta":{"content":"\#(text)"},"finish_reason":null}]}"#
        }
        events.append(#"{\#(self.head),"choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}"#)
        if includesUsage { events.append(#"{\#(self.head),"choices":[],"usage":\#(self.usage)}"#) }
        events.append("[DONE]")
        let chunks = events.map { ByteBuffer(string: "data: \($0)\n\n") }
        return Response(
            status: .ok,
            headers: [.contentType: "text/event-stream"],
            body: ResponseBody { writer in
                for chunk in chunks { try await writer.write(chunk) }
                try await writer.finish(nil)
            }
        )
    }
}

/// The recordings in turn, from the first again after the last.
final class Recordings: Sendable {
    private let all: [Recording]
    private let count = Atomic<Int>(0)

    init(_ all: [Recording]) {
        self.all = all
    }

    func next() -> Recording {
        self.all[self.count.wrappingAdd(1, ordering: .relaxed).oldValue % self.all.count]
    }
}
