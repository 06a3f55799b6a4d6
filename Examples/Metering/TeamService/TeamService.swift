import AsyncHTTPClient
import Foundation
import Hummingbird
import ServiceLifecycle
import Tally
import TallyHTTPClient
import TallyMetering

/// A service that answers questions with a model, and knows which team spends what on which feature.
@main
struct TeamService {
    static func main() async throws {
        let environment = ProcessInfo.processInfo.environment
        let provider = environment["OPENAI_BASE_URL"] ?? "http://127.0.0.1:8089/v1"
        let port = environment["PORT"].flatMap(Int.init) ?? 8090

        let spend = SpendByTeam()
        let pipeline = UsagePipeline(exporters: [spend])
        MeteringSystem.bootstrap(
            UsageMeter(
                recorder: pipeline,
                tags: ["environment": "development"],
                outputCounter: UsageMeter.countingOutput
            )
        )

        let answers = Answers(url: provider + "/chat/completions", model: "gpt-4o-mini")
        let router = Router()
        router.middlewares.add(TagsMiddleware())
        router.post("answers") { request, _ in
            let question = try await request.body.collect(upTo: 100_000)
            return try await answers.answer(String(buffer: question))
        }
        router.get("spend") { _, _ in
            await pipeline.flush(deadline: .seconds(5))
            return spend.table
        }
        let application = Application(
            router: router,
            configuration: .init(address: .hostname("127.0.0.1", port: port))
        )
        // The pipeline is started first and stopped last, so that it delivers what the last request used.
        let group = ServiceGroup(
            services: [pipeline, application],
            gracefulShutdownSignals: [.sigterm, .sigint],
            logger: application.logger
        )
        try await group.run()
    }
}
