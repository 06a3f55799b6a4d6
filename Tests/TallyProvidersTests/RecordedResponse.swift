import Foundation
import TallyPricing
import TallyProviders
import TallyTestSupport

/// A recorded response, as `Tests/Reference/recorded_responses.py` writes it.
struct RecordedResponse: Decodable, Sendable {
    /// What the provider said, normalised by the script.
    struct Usage: Decodable, Sendable {
        let input: Double?
        let output: Double?
        let cached: Double?
        let reasoning: Double?
        let total: Double?
    }

    /// What genai-prices makes of it.
    struct Library: Decodable, Sendable {
        let provider: String?
        let model: String?
        let input: Int?
        let output: Int?
        let cached: Int?
        let price: String?
        let unpriced: String?
        let error: String?
    }

    let name: String
    let url: String
    let type: String
    let headers: [String: String]
    let body: Data
    let documents: Int
    let usage: Usage?
    let library: Library?
    let texts: [String]

    /// For messages: the recording and where it is from.
    var title: String { "\(self.name) \(self.url)" }

    /// Feeds `parts` to a reader.
    func report(_ parts: some Sequence<ArraySlice<UInt8>>) -> ReportedUsage {
        var reader = ResponseReader(format: WireFormat(url: self.url))
        for (name, value) in self.headers { reader.noteHeader(name, value) }
        for part in parts { reader.append(Array(part)) }
        return reader.finish()
    }

    /// The report of the whole body at once.
    var report: ReportedUsage { self.report([Array(self.body)[...]]) }

    /// The report without a word of where it is from.
    var reportOfBytes: ReportedUsage {
        var reader = ResponseReader()
        for (name, value) in self.headers { reader.noteHeader(name, value) }
        reader.append(Array(self.body))
        return reader.finish()
    }

    /// All of them with the reports of their whole bodies.
    static let reported: [(response: RecordedResponse, report: ReportedUsage)] = Self.all.map { ($0, $0.report) }

    /// Whether the packages are there.
    static var isAvailable: Bool {
        let folder = TestEnvironment.root.appending(path: ".reference/responses")
        return TestEnvironment.isComplete
            || (ReferenceLibrary.isAvailable && FileManager.default.fileExists(atPath: folder.path))
    }

    /// All of them; the packages are read once.
    static let all: [RecordedResponse] = {
        do {
            let data = try ReferenceLibrary.run("recorded_responses.py", [])
            return try data.split(separator: UInt8(ascii: "\n")).map {
                try JSONDecoder().decode(RecordedResponse.self, from: $0)
            }
        } catch {
            fatalError("the recordings can't be read: \(error)")
        }
    }()
}
