import AsyncHTTPClient
import Foundation
import NIOCore
import Tally
import TallyHTTPClient
import TallyMetering

/// A chat on the command line that says what each answer costs.
@main
struct MeteredChat {
    static func main() async throws {
        let environment = ProcessInfo.processInfo.environment
        let chat = Chat(
            url: (environment["OPENAI_BASE_URL"] ?? "http://127.0.0.1:8089/v1") + "/chat/completions",
            key: environment["OPENAI_API_KEY"],
            model: environment["MODEL"] ?? "gpt-4o-mini"
        )
        let spend = SpendExporter()
        let pipeline = UsagePipeline(exporters: [spend])
        let meter = UsageMeter(recorder: pipeline, tags: ["feature": "chat"], outputCounter: UsageMeter.countingOutput)

        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { await pipeline.run() }
            try await withUsageMeter(meter) {
                while let line = readLine() {
                    print("> \(line)")
                    try await chat.ask(line)
                    await pipeline.flush(deadline: .seconds(5))
                    print(spend.lastLine)
                }
            }
            await pipeline.shutdown(deadline: .seconds(5))
            group.cancelAll()
        }
        print(spend.total)
    }
}

/// The conversation so far.
actor Chat {
    private let url: String
    private let key: String?
    private let model: String
    private var messages: [[String: String]] = []
    private let client = HTTPClient.shared.metered()

    init(url: String, key: String?, model: String) {
        self.url = url
        self.key = key
        self.model = model
    }

    /// Asks, and prints the answer as it comes.
    func ask(_ question: String) async throws {
        self.messages.append(["role": "user", "content": question])
        var request = HTTPClientRequest(url: self.url)
        request.method = .POST
        request.headers.add(name: "content-type", value: "application/json")
        if let key { request.headers.add(name: "authorization", value: "Bearer \(key)") }
        let body: [String: Any] = [
            "model": self.model, "messages": self.messages, "stream": true, "stream_options": ["include_usage": true],
        ]
        request.body = .bytes(ByteBuffer(bytes: try JSONSerialization.data(withJSONObject: body)))

        let response = try await self.client.execute(
            request,
            timeout: .seconds(60),
            model: self.model
        )
        var answer = ""
        for try await event in ServerSentEvents(response.body) {
            guard let piece = ChatChunk(event)?.content else { continue }
            print(piece, terminator: "")
            answer += piece
        }
        print()
        self.messages.append(["role": "assistant", "content": answer])
    }
}
