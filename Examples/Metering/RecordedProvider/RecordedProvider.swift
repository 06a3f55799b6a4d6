import Foundation
import Hummingbird

/// A server that answers as OpenAI's chat completions do, with what was recorded, in turn: no key, no network, no bill.
@main
struct RecordedProvider {
    static func main() async throws {
        let recordings = Recordings(try Recording.all())
        let router = Router()
        router.post("v1/chat/completions") { request, context in
            let body = try await request.decode(as: ChatRequest.self, context: context)
            let recording = recordings.next()
            return body.stream == true ? recording.stream(includesUsage: body.includesUsage) : recording.whole
        }
        let port = ProcessInfo.processInfo.environment["PORT"].flatMap(Int.init) ?? 8089
        let application = Application(
            router: router,
            configuration: .init(address: .hostname("127.0.0.1", port: port))
        )
        try await application.runService()
    }
}

/// What matters of a request here.
struct ChatRequest: Decodable {
    struct StreamOptions: Decodable {
        let includeUsage: Bool?

        enum CodingKeys: String, CodingKey {
            case includeUsage = "include_usage"
        }
    }

    let stream: Bool?
    let streamOptions: StreamOptions?

    enum CodingKeys: String, CodingKey {
        case stream
        case streamOptions = "stream_options"
    }

    var includesUsage: Bool { self.streamOptions?.includeUsage == true }
}
