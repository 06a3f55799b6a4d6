#if canImport(FoundationEssentials)
internal import FoundationEssentials
#else
internal import Foundation
#endif

/// What a receiver says that it refused of a request that it took.
struct PartialSuccess: Hashable, Sendable {
    /// How many items.
    let rejected: Int
    /// Why, in the receiver's words.
    let message: String

    /// Reads an answer to a request of `signal`.
    ///
    /// Nil for one that says nothing of the kind: without a body, with a `partialSuccess` that is null or says nothing, of
    /// another type than JSON, or not readable. Receivers answer JSON with an empty body of another type (MLflow) or with a
    /// null (rotel).
    init?(_ body: [UInt8], contentType: String?, signal: OTLPSignal) {
        let type = contentType?.prefix { $0 != ";" && $0 != " " }.lowercased()
        guard type == "application/json", !body.isEmpty else { return nil }
        guard let answer = try? JSONDecoder().decode(Answer.self, from: Data(body)) else { return nil }
        guard let partial = answer.partialSuccess else { return nil }
        let rejected =
            switch signal {
            case .metrics: partial.rejectedDataPoints
            case .traces: partial.rejectedSpans
            case .logs: partial.rejectedLogRecords
            }
        self.rejected = rejected?.number ?? 0
        self.message = partial.errorMessage ?? ""
        if self.rejected == 0, self.message.isEmpty { return nil }
    }

    private struct Answer: Decodable {
        struct Partial: Decodable {
            let rejectedDataPoints: Count?
            let rejectedSpans: Count?
            let rejectedLogRecords: Count?
            let errorMessage: String?
        }

        let partialSuccess: Partial?
    }

    /// A number of 64 bits: as text, as specified, or as a number.
    private struct Count: Decodable {
        let number: Int

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            if let text = try? container.decode(String.self) {
                self.number = Int(text) ?? 0
            } else {
                self.number = (try? container.decode(Int.self)) ?? 0
            }
        }
    }
}
