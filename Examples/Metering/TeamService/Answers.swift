import AsyncHTTPClient
import Foundation
import Hummingbird
import TallyHTTPClient
import TallyMetering

/// Asks the model.
///
/// Nothing here knows of teams: the tags come with the task.
struct Answers: Sendable {
    let url: String
    let model: String
    private let client = HTTPClient.shared.metered()

    init(url: String, model: String) {
        self.url = url
        self.model = model
    }

    func answer(_ question: String) async throws -> String {
        var request = HTTPClientRequest(url: self.url)
        request.method = .POST
        request.headers.add(name: "content-type", value: "application/json")
        let body: [String: Any] = ["model": self.model, "messages": [["role": "user", "content": question]]]
        request.body = .bytes(ByteBuffer(bytes: try JSONSerialization.data(withJSONObject: body)))
        let response = try await self.client.execute(
            request,
            timeout: .seconds(60),
            model: self.model,
            tags: ["use_case": "answer"]
        )
        let json = try await response.body.collect(upTo: 10_000_000)
        struct Answer: Decodable {
            struct Choice: Decodable {
                struct Message: Decodable { let content: String }
                let message: Message
            }
            let choices: [Choice]
        }
        let answer = try JSONDecoder().decode(Answer.self, from: Data(buffer: json))
        return (answer.choices.first?.message.content ?? "") + "\n"
    }
}
