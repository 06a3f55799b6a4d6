import TallyEstimation
import TallyTokenizer
import TallyVocabularies

/// What the tests of this target share.
enum Samples {
    /// A real tokenizer; frames are lengths, so that any will do for them.
    static let tokenizer = Tokenizer(.o200kBase)

    static let user = Request(messages: [.user("Hello")])
    static let instructed = Request(system: "Hello", messages: [.user("Hello")])
    static let turns = Request(messages: [.user("Hello"), .assistant("Hello"), .user("Hello")])

    static var all: [String: Request] { ["u": Self.user, "s,u": Self.instructed, "u,a,u": Self.turns] }

    /// How many of its texts a request has, each of one token.
    static func contents(_ request: Request) -> Int {
        request.messages.count + (request.system == nil ? 0 : 1)
    }

    static func estimate(_ request: Request, _ model: String) throws -> RequestEstimate {
        try RequestEstimator(model: model, counter: Self.tokenizer, accuracy: .exact).estimate(request)
    }

    /// What stands around the contents.
    static func overhead(_ request: Request, _ model: String) throws -> ClosedRange<Int> {
        let band = try Self.estimate(request, model).inputBand
        return band.lowerBound - Self.contents(request)...band.upperBound - Self.contents(request)
    }
}
